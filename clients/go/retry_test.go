package apiserver

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// failing returns a server that fails so often, and where it notes the request ids.
func failing(times int, code codes.Code) (*server, *[]string) {
	var ids []string
	return &server{create: func(_ context.Context, request *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		ids = append(ids, request.GetRequestId())
		if len(ids) <= times {
			return nil, status.Error(code, "not now")
		}
		return &v1.CreateModuleResponse{}, nil
	}}, &ids
}

func TestChangingCallIsRepeatedUnderOneRequestID(t *testing.T) {
	server, ids := failing(2, codes.Unavailable)
	client := start(t, server, Options{})
	request := &v1.CreateModuleRequest{}

	_, err := client.Modules.CreateModule(context.Background(), request)
	_, again := client.Modules.CreateModule(context.Background(), request)

	got := *ids
	if err != nil || again != nil || len(got) != 4 || got[0] == "" || got[0] != got[1] || got[0] != got[2] || got[0] == got[3] {
		t.Error(err, again, got)
	}
	if request.GetRequestId() != "" {
		t.Error("the caller's message was changed")
	}
}

func TestRequestIDOfTheCallerIsKept(t *testing.T) {
	server, ids := failing(0, codes.OK)
	client := start(t, server, Options{})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{RequestId: "mine"})

	if err != nil || (*ids)[0] != "mine" {
		t.Error(err, *ids)
	}
}

func TestCallIsSentNoMoreThanMaxAttempts(t *testing.T) {
	for attempts, options := range map[int]Options{1: {MaxAttempts: 1}, 2: {MaxAttempts: 2}} {
		server, ids := failing(9, codes.Unavailable)
		client := start(t, server, options)

		_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

		if FromError(err).Code != codes.Unavailable || len(*ids) != attempts {
			t.Error(err, *ids)
		}
	}
}

func TestServerThatIsAwayForLongerThanTwoSecondsIsFoundAgain(t *testing.T) {
	back := time.Now().Add(2500 * time.Millisecond)
	client := start(t, &server{create: func(context.Context, *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		if time.Now().Before(back) {
			return nil, status.Error(codes.Unavailable, "not now")
		}
		return &v1.CreateModuleResponse{}, nil
	}}, Options{})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	if err != nil || time.Since(back) > 2*time.Second {
		t.Error(err, time.Since(back))
	}
}

func TestCallIsRepeatedNoLongerThanRetryFor(t *testing.T) {
	server, ids := failing(1000, codes.Unavailable)
	client := start(t, server, Options{RetryFor: 300 * time.Millisecond})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	if FromError(err).Code != codes.Unavailable || len(*ids) < 2 || len(*ids) > 8 {
		t.Error(err, len(*ids))
	}
}

func TestOnlyUnavailableIsRepeated(t *testing.T) {
	server, ids := failing(9, codes.Internal)
	client := start(t, server, Options{})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	if FromError(err).Code != codes.Internal || len(*ids) != 1 {
		t.Error(err, *ids)
	}
}
