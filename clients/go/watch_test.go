package apiserver

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

var subscriptions = []*v1.Subscription{{Key: "k"}}

func TestWatchResumesByTokenAndStartsAnewWhereThatIsTooOld(t *testing.T) {
	var asked []string
	client := start(t, &server{watch: func(request *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
		asked = append(asked, request.GetSubscriptions()[0].GetResumeToken())
		switch len(asked) {
		case 1:
			if err := stream.Send(&v1.WatchResponse{Key: "k", ResumeToken: "t1"}); err != nil {
				return err
			}
			return status.Error(codes.Unavailable, "going away")
		case 2, 3:
			return status.Error(codes.Internal, "not yet")
		case 4:
			return status.Error(codes.OutOfRange, "too old")
		case 5:
			return stream.Send(&v1.WatchResponse{Key: "k", ResumeToken: "t2"})
		default:
			return status.Error(codes.PermissionDenied, "not any more")
		}
	}}, Options{})
	var states []codes.Code
	var attempts []int
	tokens := map[string]string{}
	options := WatchOptions{
		Tokens: tokens,
		Backoff: func(attempt int) time.Duration {
			attempts = append(attempts, attempt)
			return time.Millisecond
		},
		OnState: func(state *Error) {
			if state == nil {
				states = append(states, codes.OK)
			} else {
				states = append(states, state.Code)
			}
		},
	}

	taken := 0
	err := client.Watch(context.Background(), subscriptions, options, func(*v1.WatchResponse) error {
		taken++
		return nil
	})

	if want := []string{"", "t1", "t1", "t1", "", "t2"}; !reflect.DeepEqual(asked, want) {
		t.Error(asked)
	}
	// The first failure after something was taken is the first again.
	if want := []int{1, 2, 3, 4, 1}; !reflect.DeepEqual(attempts, want) {
		t.Error(attempts)
	}
	want := []codes.Code{
		codes.OK, codes.Unavailable, codes.Internal, codes.Internal, codes.OutOfRange, codes.OK, codes.Unavailable, codes.PermissionDenied,
	}
	if !reflect.DeepEqual(states, want) {
		t.Error(states)
	}
	if FromError(err).Code != codes.PermissionDenied || taken != 2 || tokens["k"] != "t2" {
		t.Error(err, taken, tokens)
	}
}

func TestWatchReturnsWhatNoRepetitionWouldChange(t *testing.T) {
	for _, code := range []codes.Code{codes.Unauthenticated, codes.PermissionDenied, codes.InvalidArgument, codes.Unimplemented, codes.NotFound} {
		client := start(t, &server{watch: func(*v1.WatchRequest, v1.WatchService_WatchServer) error { return status.Error(code, "no") }}, Options{})

		err := client.Watch(context.Background(), subscriptions, WatchOptions{}, nil)

		var problem *Error
		if !errors.As(err, &problem) || problem.Code != code {
			t.Error(code, err)
		}
	}
}

// endless sends one response, and no more until the client has gone.
func endless(_ *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
	if err := stream.Send(&v1.WatchResponse{Key: "k", ResumeToken: "t1"}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

func TestWatchEndsWithItsContext(t *testing.T) {
	client := start(t, &server{watch: endless}, Options{})
	ctx, cancel := context.WithCancel(context.Background())

	err := client.Watch(ctx, subscriptions, WatchOptions{}, func(*v1.WatchResponse) error {
		cancel()
		return nil
	})

	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWatchEndsWhenItsClientIsClosed(t *testing.T) {
	client := start(t, &server{watch: endless}, Options{})

	err := client.Watch(context.Background(), subscriptions, WatchOptions{}, func(*v1.WatchResponse) error { return client.Close() })

	if FromError(err).Code != codes.Canceled {
		t.Error(err)
	}
}

func TestPauseOfAWatchEndsWhenItsClientIsClosed(t *testing.T) {
	client := start(t, &server{watch: func(*v1.WatchRequest, v1.WatchService_WatchServer) error { return status.Error(codes.Internal, "no") }}, Options{})
	closing := func(int) time.Duration {
		time.AfterFunc(time.Millisecond, func() { _ = client.Close() })
		return time.Hour
	}

	err := client.Watch(context.Background(), subscriptions, WatchOptions{Backoff: closing}, nil)

	if FromError(err).Code != codes.Canceled {
		t.Error(err)
	}
}

func TestWatchEndsWithWhatTheFunctionReturns(t *testing.T) {
	client := start(t, &server{watch: endless}, Options{})
	mine := errors.New("mine")
	for returned, want := range map[error]error{ErrStop: nil, mine: mine} {
		tokens := map[string]string{}

		err := client.Watch(context.Background(), subscriptions, WatchOptions{Tokens: tokens}, func(*v1.WatchResponse) error { return returned })

		if err != want || len(tokens) != 0 {
			t.Error(err, tokens)
		}
	}
}

func TestDefaultBackoffLeavesTimeToSeeAServerWithinTwoSeconds(t *testing.T) {
	for attempt, most := range map[int]time.Duration{1: 100 * time.Millisecond, 2: 200 * time.Millisecond, 4: 800 * time.Millisecond, 5: time.Second, 99: time.Second} {
		if length := DefaultBackoff(attempt); length < most/2 || length > most {
			t.Error(attempt, length)
		}
	}
}
