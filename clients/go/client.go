// Package apiserver is the client of API Server, the control plane of Tricorder: a connection with TLS, token, pings and retries; typed
// errors; and a watch that resumes by itself. The messages and services are in the package gen/tricorder/apiserver/v1.
package apiserver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// Options say where a server is, and how to be known there.
type Options struct {
	// Address of the server's gRPC port, host:port. Empty: 127.0.0.1:50051.
	Address string
	// TLS of the connection; nil: in clear.
	TLS *tls.Config
	// Token is sent with each call; empty: none.
	Token string
	// TokenFile holds the token, read anew for each call. Ignored when Token is set.
	TokenFile string
	// AllowTokenInClear sends the token without TLS to other machines too, where anybody on the way can read it.
	AllowTokenInClear bool
	// MaxAttempts is how often a unary call is sent at most while the server answers UNAVAILABLE; 0 means 4, 1 means no retry. Changing
	// calls are retried too: each carries a request_id, made up when the request has none, so that it takes effect once.
	MaxAttempts int
	// DialOptions are added last.
	DialOptions []grpc.DialOption
}

// Client has all services of a server over one connection. It is safe for concurrent use.
type Client struct {
	Agents   v1.AgentServiceClient
	Database v1.DatabaseServiceClient
	Events   v1.EventServiceClient
	Grafana  v1.GrafanaServiceClient
	Modules  v1.ModuleServiceClient
	Status   v1.StatusServiceClient
	Tokens   v1.TokenServiceClient
	// Watcher is the raw stream; Watch is easier, and goes on when it breaks.
	Watcher v1.WatchServiceClient

	connection *grpc.ClientConn
}

const defaultAddress = "127.0.0.1:50051"

// TLSWithCA trusts the authorities of a PEM file instead of the system's.
func TLSWithCA(file string) (*tls.Config, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM", file)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

// New makes a client; it connects with its first call.
func New(options Options) (*Client, error) {
	if options.Address == "" {
		options.Address = defaultAddress
	}
	hasToken := options.Token != "" || options.TokenFile != ""
	if hasToken && options.TLS == nil && !options.AllowTokenInClear && !isLoopback(options.Address) {
		return nil, errors.New("the token would travel in clear to " + options.Address + ": set TLS, or AllowTokenInClear")
	}

	dial := []grpc.DialOption{
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 20 * time.Second}),
		grpc.WithChainUnaryInterceptor(withRequestID, withRetries(options.MaxAttempts)),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(64 << 20)),
	}
	if options.TLS != nil {
		dial = append(dial, grpc.WithTransportCredentials(credentials.NewTLS(options.TLS)))
	} else {
		dial = append(dial, grpc.WithInsecure()) //nolint:staticcheck // Its successor is younger than the oldest version that is supported.
	}
	if hasToken {
		dial = append(dial, grpc.WithPerRPCCredentials(bearer{token: options.Token, file: options.TokenFile}))
	}

	connection, err := grpc.Dial(options.Address, append(dial, options.DialOptions...)...)
	if err != nil {
		return nil, err
	}
	return &Client{
		Agents:     v1.NewAgentServiceClient(connection),
		Database:   v1.NewDatabaseServiceClient(connection),
		Events:     v1.NewEventServiceClient(connection),
		Grafana:    v1.NewGrafanaServiceClient(connection),
		Modules:    v1.NewModuleServiceClient(connection),
		Status:     v1.NewStatusServiceClient(connection),
		Tokens:     v1.NewTokenServiceClient(connection),
		Watcher:    v1.NewWatchServiceClient(connection),
		connection: connection,
	}, nil
}

// Close ends the connection, and with it all calls that are under way.
func (c *Client) Close() error { return c.connection.Close() }

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// bearer sends a token. Whether it may travel in clear was decided when the client was made.
type bearer struct{ token, file string }

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	token := b.token
	if token == "" {
		text, err := os.ReadFile(b.file)
		if err != nil {
			return nil, err
		}
		token = strings.TrimSpace(string(text))
	}
	return map[string]string{"authorization": "Bearer " + token}, nil
}

func (b bearer) RequireTransportSecurity() bool { return false }
