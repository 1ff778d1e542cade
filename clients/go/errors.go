package apiserver

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// FieldViolation is a field of the request that the server does not take, and why.
type FieldViolation struct {
	// Field is its path, such as module.wasm.function_name.
	Field string
	// Description is what is wrong and what would be right.
	Description string
}

// Error is what the server said when a call failed. All calls of a Client return their errors as this; errors.As finds it in errors that
// wrap it, and gRPC's status.FromError takes it too.
type Error struct {
	// Code is the kind of failure.
	Code codes.Code
	// Message is what went wrong, for people.
	Message string
	// Reason is why, in UPPER_SNAKE and stable, such as MODULE_NAME_TAKEN; empty when the server did not say.
	Reason string
	// Metadata are facts beside the reason, by name; may be nil.
	Metadata map[string]string
	// Violations are all fields that are wrong; empty when that is not the cause.
	Violations []FieldViolation
	// Preconditions are what must hold first, for FailedPrecondition; may be empty.
	Preconditions []string
	// CorrelationID is by which the server's log knows the call; empty when it never reached the server.
	CorrelationID string
	// RetryAfter is how long to wait before the same call may work; 0 when the server did not say.
	RetryAfter time.Duration

	cause error
}

// FromError reads the details of an error that a call returned, of any gRPC client. nil for nil; an error that is of no call has the code
// Canceled or DeadlineExceeded when it is a context's, else Unknown.
func FromError(err error) *Error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	// As gRPC does it since 1.55: what wraps a status has one.
	var carrier interface{ GRPCStatus() *status.Status }
	state := status.FromContextError(err)
	if errors.As(err, &carrier) {
		state = carrier.GRPCStatus()
	}
	result := fromStatus(state)
	result.cause = err
	return result
}

// FromStatus reads an error that came inside of an answer, as in v1.BatchDeployResult.
func FromStatus(state *spb.Status) *Error { return fromStatus(status.FromProto(state)) }

func fromStatus(state *status.Status) *Error {
	result := &Error{Code: state.Code(), Message: state.Message(), cause: state.Err()}
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

// IsDefect tells of a defect of the server: only its log, by the CorrelationID, says more.
func (e *Error) IsDefect() bool {
	return e.Code == codes.Internal || e.Code == codes.Unknown || e.Code == codes.DataLoss
}

func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%s (%s): %s", e.Code, e.Reason, e.Message)
}

// Unwrap returns what gRPC returned.
func (e *Error) Unwrap() error { return e.cause }

// GRPCStatus makes gRPC's package status understand this error.
func (e *Error) GRPCStatus() *status.Status {
	if state, ok := status.FromError(e.cause); ok && e.cause != nil {
		return state
	}
	return status.New(e.Code, e.Message)
}
