package apiserver

import (
	"context"
	"net"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// server is a gRPC server on loopback that answers as a test tells it.
type server struct {
	v1.UnimplementedModuleServiceServer
	v1.UnimplementedWatchServiceServer

	create func(context.Context, *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error)
	watch  func(*v1.WatchRequest, v1.WatchService_WatchServer) error
}

func (s *server) CreateModule(ctx context.Context, request *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
	return s.create(ctx, request)
}

func (s *server) Watch(request *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
	return s.watch(request, stream)
}

// start serves until the test ends, and returns a client with these options beside the address.
func start(t *testing.T, s *server, options Options, settings ...grpc.ServerOption) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := grpc.NewServer(settings...)
	v1.RegisterModuleServiceServer(host, s)
	v1.RegisterWatchServiceServer(host, s)
	ended := make(chan error, 1)
	go func() { ended <- host.Serve(listener) }()
	t.Cleanup(func() {
		host.Stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})

	scheme := "http://"
	if options.TLS != nil {
		scheme = "https://"
	}
	options.Address = scheme + listener.Addr().String()
	client, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// A test may have done so.
		if err := client.Close(); err != nil && status.Code(err) != codes.Canceled {
			t.Error(err)
		}
	})
	return client
}
