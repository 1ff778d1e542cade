package apiserver

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// server answers as the real one does, as far as a test needs it.
type server struct {
	v1.UnimplementedModuleServiceServer
	v1.UnimplementedWatchServiceServer

	create func(*v1.CreateModuleRequest) (*v1.CreateModuleResponse, error)
	watch  func(*v1.WatchRequest, v1.WatchService_WatchServer) error
}

func (s *server) CreateModule(_ context.Context, request *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
	return s.create(request)
}

func (s *server) Watch(request *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
	return s.watch(request, stream)
}

func start(t *testing.T, s *server) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := grpc.NewServer()
	v1.RegisterModuleServiceServer(host, s)
	v1.RegisterWatchServiceServer(host, s)
	go host.Serve(listener)
	t.Cleanup(host.Stop)
	client, err := New(Options{Address: listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

func TestErrorHasTheDetailsOfTheServer(t *testing.T) {
	client := start(t, &server{create: func(*v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		state, err := status.New(codes.InvalidArgument, "two fields are wrong").WithDetails(
			&errdetails.ErrorInfo{Reason: "INVALID_FIELDS", Metadata: map[string]string{"correlation_id": "c-1"}},
			&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
				{Field: "module.name", Description: "is empty"},
				{Field: "module.wasm", Description: "is missing"},
			}})
		if err != nil {
			t.Error(err)
		}
		return nil, state.Err()
	}})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	problem := FromError(err)
	if problem.Code != codes.InvalidArgument || problem.Reason != "INVALID_FIELDS" || problem.CorrelationID != "c-1" || len(problem.Violations) != 2 ||
		problem.Violations[1] != (FieldViolation{"module.wasm", "is missing"}) {
		t.Errorf("%+v", problem)
	}
	if FromError(nil) != nil || FromError(problem) != problem || FromError(errors.New("other")).Code != codes.Unknown {
		t.Error("other errors")
	}
}

func TestChangingCallIsRepeatedUnderOneRequestID(t *testing.T) {
	var ids []string
	client := start(t, &server{create: func(request *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		ids = append(ids, request.GetRequestId())
		if len(ids) < 3 {
			return nil, status.Error(codes.Unavailable, "starting")
		}
		return &v1.CreateModuleResponse{}, nil
	}})
	request := &v1.CreateModuleRequest{}

	_, err := client.Modules.CreateModule(context.Background(), request)

	if err != nil || len(ids) != 3 || ids[0] == "" || ids[0] != ids[2] || request.GetRequestId() != "" {
		t.Error(err, ids, request)
	}
}

func TestWatchResumesByTokenAndStartsAnewWhenThatIsExpired(t *testing.T) {
	var asked []string
	client := start(t, &server{watch: func(request *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
		asked = append(asked, request.GetSubscriptions()[0].GetResumeToken())
		switch len(asked) {
		case 1:
			stream.Send(&v1.WatchResponse{Key: "k", ResumeToken: "t1"})
			return status.Error(codes.Unavailable, "going away")
		case 2:
			return status.Error(codes.OutOfRange, "too old")
		case 3:
			return stream.Send(&v1.WatchResponse{Key: "k", ResumeToken: "t2"})
		default:
			return status.Error(codes.PermissionDenied, "not any more")
		}
	}})
	var states []*Error
	options := WatchOptions{
		Backoff: func(int) time.Duration { return time.Millisecond },
		OnState: func(state *Error) {
			if state != nil {
				states = append(states, state)
			}
		},
	}

	taken := 0
	err := client.Watch(context.Background(), []*v1.Subscription{{Key: "k"}}, options, func(*v1.WatchResponse) error {
		taken++
		return nil
	})

	if want := []string{"", "t1", "", "t2"}; len(asked) != 4 || asked[1] != want[1] || asked[2] != want[2] || asked[3] != want[3] {
		t.Error(asked)
	}
	if FromError(err).Code != codes.PermissionDenied || taken != 2 || len(states) != 4 {
		t.Error(err, taken, states)
	}
}

func TestWatchEndsWithErrStopAndWithItsContext(t *testing.T) {
	client := start(t, &server{watch: func(_ *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
		stream.Send(&v1.WatchResponse{Key: "k"})
		<-stream.Context().Done()
		return nil
	}})

	stopped := client.Watch(context.Background(), []*v1.Subscription{{Key: "k"}}, WatchOptions{}, func(*v1.WatchResponse) error { return ErrStop })
	ctx, cancel := context.WithCancel(context.Background())
	cancelled := client.Watch(ctx, []*v1.Subscription{{Key: "k"}}, WatchOptions{}, func(*v1.WatchResponse) error {
		cancel()
		return nil
	})

	if stopped != nil || !errors.Is(cancelled, context.Canceled) {
		t.Error(stopped, cancelled)
	}
}

func TestTokenDoesNotTravelInClear(t *testing.T) {
	if _, err := New(Options{Address: "apiserver.example.com:50051", Token: "secret"}); err == nil {
		t.Error("the token would be sent in clear")
	}
	for _, options := range []Options{{Address: "127.0.0.1:1", Token: "t"}, {Address: "localhost:1", Token: "t"}, {Address: "[::1]:1", Token: "t"}, {Address: "x:1"}} {
		client, err := New(options)
		if err != nil {
			t.Error(options, err)
			continue
		}
		client.Close()
	}
}
