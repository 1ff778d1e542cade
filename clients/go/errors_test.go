package apiserver

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

func detailed(t *testing.T) *status.Status {
	t.Helper()
	state, err := status.New(codes.InvalidArgument, "two fields are wrong").WithDetails(
		&errdetails.ErrorInfo{Reason: "INVALID_FIELDS", Metadata: map[string]string{"correlation_id": "c-1", "fields": "2"}},
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
			{Field: "module.name", Description: "is empty"},
			{Field: "module.wasm", Description: "is missing"},
		}},
		&errdetails.PreconditionFailure{Violations: []*errdetails.PreconditionFailure_Violation{{Description: "is deployed"}}},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(1500 * time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func verify(t *testing.T, problem *Error) {
	t.Helper()
	want := Error{
		Code:          codes.InvalidArgument,
		Message:       "two fields are wrong",
		Reason:        "INVALID_FIELDS",
		Metadata:      map[string]string{"correlation_id": "c-1", "fields": "2"},
		Violations:    []FieldViolation{{"module.name", "is empty"}, {"module.wasm", "is missing"}},
		Preconditions: []string{"is deployed"},
		CorrelationID: "c-1",
		RetryAfter:    1500 * time.Millisecond,
		cause:         problem.cause,
	}
	if !reflect.DeepEqual(*problem, want) {
		t.Errorf("%+v, not %+v", *problem, want)
	}
}

func TestDefectsAreToldFromRefusals(t *testing.T) {
	defects := map[codes.Code]bool{codes.Internal: true, codes.Unknown: true, codes.DataLoss: true}
	for code := codes.OK; code <= codes.Unauthenticated; code++ {
		if problem := (&Error{Code: code}); problem.IsDefect() != defects[code] {
			t.Error(code)
		}
	}
}

func TestCallReturnsTheDetailsOfTheServer(t *testing.T) {
	state := detailed(t)
	client := start(t, &server{create: func(context.Context, *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		return nil, state.Err()
	}}, Options{})

	_, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	var problem *Error
	if !errors.As(fmt.Errorf("creating: %w", err), &problem) {
		t.Fatalf("%T", err)
	}
	verify(t, problem)
	if status.Code(err) != codes.InvalidArgument || problem.IsTransient() {
		t.Error(err)
	}
}

func TestStreamReturnsTheDetailsOfTheServer(t *testing.T) {
	state := detailed(t)
	client := start(t, &server{watch: func(*v1.WatchRequest, v1.WatchService_WatchServer) error { return state.Err() }}, Options{})

	stream, err := client.Watcher.Watch(context.Background(), &v1.WatchRequest{})
	if err == nil {
		_, err = stream.Recv()
	}

	var problem *Error
	if !errors.As(err, &problem) {
		t.Fatalf("%T", err)
	}
	verify(t, problem)
}

func TestErrorInsideOfAnAnswerHasDetailsToo(t *testing.T) {
	verify(t, FromStatus(detailed(t).Proto()))
}

func TestFromErrorTakesAllErrors(t *testing.T) {
	known := &Error{Code: codes.Aborted}
	if FromError(nil) != nil || FromError(fmt.Errorf("because: %w", known)) != known {
		t.Error("a known error is not itself")
	}
	if code := FromError(fmt.Errorf("because: %w", status.Error(codes.Aborted, "x"))).Code; code != codes.Aborted {
		t.Error("a wrapped status is", code)
	}
	for err, code := range map[error]codes.Code{
		errors.New("other"):                  codes.Unknown,
		context.Canceled:                     codes.Canceled,
		context.DeadlineExceeded:             codes.DeadlineExceeded,
		status.Error(codes.Unavailable, "x"): codes.Unavailable,
	} {
		if problem := FromError(err); problem.Code != code || !errors.Is(problem, err) {
			t.Errorf("%v is %v", err, problem)
		}
	}
}
