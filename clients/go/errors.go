package apiserver

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// FieldViolation is a field of the request that the server does not take, and why.
type FieldViolation struct {
	// Field is its path, such as module.wasm.function_name.
	Field       string
	Description string
}

// Error is what the server said when a call failed.
type Error struct {
	Code    codes.Code
	Message string
	// Reason is why, in UPPER_SNAKE and stable; empty when the server did not say.
	Reason string
	// Metadata are facts beside the reason.
	Metadata map[string]string
	// Violations are all fields that are wrong; empty when that is not the cause.
	Violations []FieldViolation
	// Preconditions are what must hold first, for FailedPrecondition.
	Preconditions []string
	// CorrelationID is by which the server's log knows the call; empty when it never reached the server.
	CorrelationID string
	// RetryAfter is how long to wait before the same call may work; 0 when the server did not say.
	RetryAfter time.Duration

	cause error
}

// FromError reads the details of what a call returned. nil for nil; an error that is of no call has the code Unknown.
func FromError(err error) *Error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}

	state, _ := status.FromError(err)
	result := &Error{Code: state.Code(), Message: state.Message(), cause: err}
	for _, detail := range state.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			result.Reason = detail.GetReason()
			result.Metadata = detail.GetMetadata()
			result.CorrelationID = detail.GetMetadata()["correlation_id"]
		case *errdetails.BadRequest:
			for _, violation := range detail.GetFieldViolations() {
				result.Violations = append(result.Violations, FieldViolation{violation.GetField(), violation.GetDescription()})
			}
		case *errdetails.PreconditionFailure:
			for _, violation := range detail.GetViolations() {
				result.Preconditions = append(result.Preconditions, violation.GetDescription())
			}
		case *errdetails.RetryInfo:
			delay := detail.GetRetryDelay()
			result.RetryAfter = time.Duration(delay.GetSeconds())*time.Second + time.Duration(delay.GetNanos())
		}
	}
	return result
}

// IsTransient tells that the server could not be reached, or is about to stop: the same call may work later.
func (e *Error) IsTransient() bool {
	return e.Code == codes.Unavailable || e.Code == codes.DeadlineExceeded
}

func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%s (%s): %s", e.Code, e.Reason, e.Message)
}

// Unwrap returns what the call returned.
func (e *Error) Unwrap() error { return e.cause }
