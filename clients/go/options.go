package apiserver

import (
	"crypto/tls"
	"fmt"
	"math"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// Options say where a server is, and how to be known there.
type Options struct {
	// Address of the server's gRPC port: https://host:port with TLS, http://host:port without. As host:port alone it has TLS when the
	// field TLS is set. Empty: 127.0.0.1:50051.
	Address string
	// TLS tells more about https than that the system's authorities are to be trusted; see TLSWithCA. nil: no more.
	TLS *tls.Config
	// Token is an API token, sent with each call. Empty: none. Use TokenFile for tokens that change.
	Token string
	// TokenFile holds the token; it is read anew for each call, so it may be replaced at any time. Ignored when Token is set.
	TokenFile string
	// AllowTokenInClear sends the token without TLS to other machines too, where anybody on the way can read it. Loopback needs no
	// permission.
	AllowTokenInClear bool
	// RetryFor is how long a unary call is sent again while the server answers Unavailable, or can not be reached. 0: 10 seconds.
	// Changing calls are retried too: each carries a request_id, made up when the request has none, so that it takes effect once.
	RetryFor time.Duration
	// MaxAttempts is how often a unary call is sent at most within that time: 1 means no retry. 0: any number of times.
	MaxAttempts int
	// ConnectTimeout is how long opening a connection may take. 0: 10 seconds.
	ConnectTimeout time.Duration
	// KeepAlivePing is the pause between two HTTP/2 pings on a connection that a call uses, at least 10 seconds; finds peers that
	// vanished. 0: 20 seconds.
	KeepAlivePing time.Duration
	// KeepAliveTimeout is how long the answer to a ping may take before the connection counts as lost. 0: 20 seconds.
	KeepAliveTimeout time.Duration
	// MaxReceiveMessageSize is the largest answer that is accepted, in bytes. 0: any.
	MaxReceiveMessageSize int
	// DialOptions are what else to set on the connection. They come last.
	DialOptions []grpc.DialOption
}

// dial makes what grpc.Dial takes.
func (o Options) dial() (string, []grpc.DialOption, error) {
	where, err := parseAddress(o.Address, o.TLS != nil)
	if err != nil {
		return "", nil, err
	}
	if o.MaxAttempts < 0 || o.RetryFor < 0 {
		return "", nil, fmt.Errorf("MaxAttempts is %d and RetryFor is %v, and neither may be below 0", o.MaxAttempts, o.RetryFor)
	}
	hasToken := o.Token != "" || o.TokenFile != ""
	if hasToken && !where.isTLS && !o.AllowTokenInClear && !where.isLoopback() {
		return "", nil, fmt.Errorf("the token would travel in clear to %s: use https://, or set AllowTokenInClear", where.host)
	}

	size := or(o.MaxReceiveMessageSize, math.MaxInt32)
	retry := retrier{attempts: o.MaxAttempts, length: or(o.RetryFor, 10*time.Second)}
	options := []grpc.DialOption{
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time: or(o.KeepAlivePing, 20*time.Second), Timeout: or(o.KeepAliveTimeout, 20*time.Second),
		}),
		// Quick at first, as the retries of calls are: a server that restarts is found again soon.
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 500 * time.Millisecond},
			MinConnectTimeout: or(o.ConnectTimeout, 10*time.Second),
		}),
		// What a client does is said here, not in the DNS.
		grpc.WithDisableServiceConfig(),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(size)),
		grpc.WithChainUnaryInterceptor(typedErrors, withRequestID, retry.intercept),
		grpc.WithChainStreamInterceptor(typedStreamErrors),
	}
	if where.isTLS {
		options = append(options, grpc.WithTransportCredentials(credentials.NewTLS(o.TLS.Clone())))
	} else {
		// Its successor is younger than the oldest gRPC that this is for.
		options = append(options, grpc.WithInsecure())
	}
	if hasToken {
		options = append(options, grpc.WithPerRPCCredentials(bearer{token: o.Token, file: o.TokenFile}))
	}
	return where.target(), append(options, o.DialOptions...), nil
}

// or is the value, and the other where that is not set.
func or[T comparable](value, other T) T {
	var unset T
	if value == unset {
		return other
	}
	return value
}
