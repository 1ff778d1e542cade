package apiserver

import (
	"context"
	"crypto/rand"
	"math/big"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// retrier sends a call again while the server can not be reached, with growing pauses, until its time is over or the context ends.
// gRPC's own retries, by service config, are off in versions before 1.40, and are five at most.
type retrier struct {
	// attempts is how often a call is sent at most; 0 is any number of times.
	attempts int
	// length is how long after the first attempt a call may be sent again.
	length time.Duration
}

func (r retrier) intercept(
	ctx context.Context, method string, request, reply interface{}, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	end := time.Now().Add(r.length)
	for attempt := 1; ; attempt++ {
		err := invoke(ctx, method, request, reply, connection, options...)
		if status.Code(err) != codes.Unavailable || attempt == r.attempts || !time.Now().Before(end) {
			return err
		}
		if pause(ctx, DefaultBackoff(attempt), nil) != nil {
			return err
		}
	}
}

// jitter is between half of a pause and all of it, and never for all clients the same.
func jitter(most time.Duration) time.Duration {
	part, err := rand.Int(rand.Reader, big.NewInt(int64(most/2)+1))
	if err != nil {
		return most
	}
	return most/2 + time.Duration(part.Int64())
}

// pause ends early with the context, whose error it returns, and without an error when it is interrupted.
func pause(ctx context.Context, length time.Duration, interrupted <-chan struct{}) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-interrupted:
		return nil
	case <-timer.C:
		return nil
	}
}
