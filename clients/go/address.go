package apiserver

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

const usualAddress = "127.0.0.1:50051"

type address struct {
	host, port string
	isTLS      bool
}

func parseAddress(text string, hasTLS bool) (address, error) {
	text = or(text, usualAddress)
	if !strings.Contains(text, "://") {
		host, port, err := net.SplitHostPort(text)
		return address{host, port, hasTLS}, err
	}

	parsed, err := url.Parse(text)
	switch {
	case err != nil:
		return address{}, err
	case parsed.Host == "" || strings.Trim(parsed.Path, "/") != "" || parsed.User != nil || parsed.RawQuery != "":
		return address{}, fmt.Errorf("%q is no address of the form https://host:port", text)
	case parsed.Scheme == "https":
		return address{parsed.Hostname(), or(parsed.Port(), "443"), true}, nil
	case parsed.Scheme == "http" && hasTLS:
		return address{}, errors.New("the address begins with http://, but TLS is set")
	case parsed.Scheme == "http":
		return address{parsed.Hostname(), or(parsed.Port(), "80"), false}, nil
	default:
		return address{}, fmt.Errorf("%q begins with neither https:// nor http://", text)
	}
}

// target names all addresses of the host to gRPC.
func (a address) target() string { return "dns:///" + net.JoinHostPort(a.host, a.port) }

func (a address) isLoopback() bool {
	ip := net.ParseIP(a.host)
	return a.host == "localhost" || (ip != nil && ip.IsLoopback())
}
