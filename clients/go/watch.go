package apiserver

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// WatchOptions say how a watch behaves.
type WatchOptions struct {
	// Tokens are resume tokens by key, kept up to date by the watch: given again, a later watch goes on where this one ended.
	Tokens map[string]string
	// OnState is told nil when the stream stands, and the error when it broke: what is known is stale from then on.
	OnState func(*Error)
	// Backoff is how long to wait before the attempt of this number, 1 for the first after a failure. nil: DefaultBackoff.
	Backoff func(attempt int) time.Duration
}

// ErrStop, returned by the function given to Watch, ends the watch without an error.
var ErrStop = errors.New("stop watching")

// DefaultBackoff is a tenth of a second at first, a second at most, so that a server that returned is seen within two; never for all
// clients the same.
func DefaultBackoff(attempt int) time.Duration {
	length := 100 * time.Millisecond
	for ; attempt > 1 && length < time.Second; attempt-- {
		length *= 2
	}
	if length > time.Second {
		length = time.Second
	}
	return jitter(length)
}

// Watch calls take with each response, for ever: when the stream breaks it goes on where it was, by resume token. When the server can not
// go on from there, snapshots come again: a snapshot that follows the last part of an earlier one replaces what was known under its key.
// It returns the context's error when that ends, what take returns, and an *Error that no repetition would change, such as PermissionDenied, or
// Canceled once the client is closed.
// The subscriptions' own resume tokens are ignored: see WatchOptions.Tokens.
func (c *Client) Watch(
	ctx context.Context, subscriptions []*v1.Subscription, options WatchOptions, take func(*v1.WatchResponse) error,
) error {
	if options.Tokens == nil {
		options.Tokens = map[string]string{}
	}
	if options.Backoff == nil {
		options.Backoff = DefaultBackoff
	}
	tell := func(state *Error) {
		if options.OnState != nil {
			options.OnState(state)
		}
	}

	for failures := 1; ; failures++ {
		stopped, taken, err := c.watchOnce(ctx, subscriptions, options.Tokens, func() { tell(nil) }, take)
		if stopped {
			if errors.Is(err, ErrStop) {
				return nil
			}
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if taken {
			failures = 1
		}

		failure := FromError(err)
		tell(failure)
		switch failure.Code {
		case codes.OutOfRange:
			for key := range options.Tokens {
				delete(options.Tokens, key)
			}
		case codes.Unauthenticated, codes.PermissionDenied, codes.InvalidArgument, codes.Unimplemented, codes.NotFound:
			return failure
		}

		length := options.Backoff(failures)
		if failure.RetryAfter > length {
			length = failure.RetryAfter
		}
		select {
		case <-c.closed:
			return &Error{Code: codes.Canceled, Message: "the client is closed"}
		default:
		}
		// Closing ends the pause too: the next attempt says so.
		if err := pause(ctx, length, c.closed); err != nil {
			return err
		}
	}
}

// watchOnce reads one stream to its end. stopped tells that take wanted no more.
func (c *Client) watchOnce(
	ctx context.Context, subscriptions []*v1.Subscription, tokens map[string]string, stands func(), take func(*v1.WatchResponse) error,
) (stopped, taken bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request := &v1.WatchRequest{}
	for _, subscription := range subscriptions {
		wanted := proto.Clone(subscription).(*v1.Subscription)
		wanted.ResumeToken = tokens[subscription.GetKey()]
		request.Subscriptions = append(request.Subscriptions, wanted)
	}

	stream, err := c.Watcher.Watch(ctx, request)
	if err != nil {
		return false, false, err
	}
	// A call that failed at once has no header; one that stands has at least the content's type.
	if header, err := stream.Header(); err == nil && len(header) > 0 {
		stands()
	}
	for {
		response, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return false, taken, &Error{Code: codes.Unavailable, Message: "the server ended the stream"}
		}
		if err != nil {
			return false, taken, err
		}
		taken = true
		if err := take(response); err != nil {
			return true, taken, err
		}
		// Only what was taken counts as seen.
		if token := response.GetResumeToken(); token != "" {
			tokens[response.GetKey()] = token
		}
	}
}
