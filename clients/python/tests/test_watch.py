import threading
import unittest

import grpc

from server import Server, ServerTest
from tricorder.apiserver import ApiError, default_backoff, watch
from tricorder.apiserver.v1 import watch_service_pb2

SUBSCRIPTIONS = [watch_service_pb2.Subscription(key="k")]


def refusing(code):
    return Server(Watch=lambda request, context: context.abort(code, "no"))


def endless(request, context):
    """Sends one response, and no more until the client has gone."""
    gone = threading.Event()
    if context.add_callback(gone.set):
        yield watch_service_pb2.WatchResponse(key="k", resume_token="t1")
        gone.wait()


class WatchTest(ServerTest):
    def test_watch_resumes_by_token_and_starts_anew_where_that_is_too_old(self):
        asked, states, attempts, tokens = [], [], [], {}

        def stream(request, context):
            asked.append(request.subscriptions[0].resume_token)
            if len(asked) == 1:
                yield watch_service_pb2.WatchResponse(key="k", resume_token="t1")
                context.abort(grpc.StatusCode.UNAVAILABLE, "going away")
            elif len(asked) < 4:
                context.abort(grpc.StatusCode.INTERNAL, "not yet")
            elif len(asked) == 4:
                context.abort(grpc.StatusCode.OUT_OF_RANGE, "too old")
            elif len(asked) == 5:
                yield watch_service_pb2.WatchResponse(key="k", resume_token="t2")
            else:
                context.abort(grpc.StatusCode.PERMISSION_DENIED, "not any more")

        def backoff(attempt):
            attempts.append(attempt)
            return 0.001

        client = self.start(Server(Watch=stream))
        taken = []
        with self.assertRaises(ApiError) as raised:
            for response in watch(client, SUBSCRIPTIONS, tokens=tokens, on_state=states.append, backoff=backoff):
                taken.append(response.resume_token)

        self.assertEqual(raised.exception.code, grpc.StatusCode.PERMISSION_DENIED)
        self.assertEqual(asked, ["", "t1", "t1", "t1", "", "t2"])
        # The first failure after something was taken is the first again.
        self.assertEqual(attempts, [1, 2, 3, 4, 1])
        broken = ["UNAVAILABLE", "INTERNAL", "INTERNAL", "OUT_OF_RANGE", "UNAVAILABLE", "PERMISSION_DENIED"]
        self.assertEqual([state.code.name for state in states if state], broken)
        self.assertEqual((taken, tokens), (["t1", "t2"], {"k": "t2"}))

    def test_watch_raises_what_no_repetition_would_change(self):
        for name in ("UNAUTHENTICATED", "PERMISSION_DENIED", "INVALID_ARGUMENT", "UNIMPLEMENTED", "NOT_FOUND"):
            code = grpc.StatusCode[name]
            with self.subTest(name), self.assertRaises(ApiError) as raised:
                next(watch(self.start(refusing(code)), SUBSCRIPTIONS))
            self.assertEqual(raised.exception.code, code)

    def test_watch_ends_when_its_loop_is_left(self):
        gone = threading.Event()

        def stream(request, context):
            context.add_callback(gone.set)
            yield from endless(request, context)

        tokens = {}
        for _ in watch(self.start(Server(Watch=stream)), SUBSCRIPTIONS, tokens=tokens):
            break

        self.assertTrue(gone.wait(30))
        self.assertEqual(tokens, {})

    def test_watch_ends_when_its_client_is_closed(self):
        for options in ({}, {"token": "secret"}):
            client = self.start(Server(Watch=endless), **options)
            with self.subTest(**options), self.assertRaises(ApiError) as raised:
                for _ in watch(client, SUBSCRIPTIONS):
                    client.close()
            self.assertEqual(raised.exception.code, grpc.StatusCode.CANCELLED)

    def test_pause_of_a_watch_ends_when_its_client_is_closed(self):
        client = self.start(refusing(grpc.StatusCode.INTERNAL))

        def backoff(attempt):
            threading.Timer(0.001, client.close).start()
            return 3600

        with self.assertRaises(ApiError) as raised:
            next(watch(client, SUBSCRIPTIONS, backoff=backoff))
        self.assertEqual(raised.exception.code, grpc.StatusCode.CANCELLED)

    def test_watch_ends_when_its_time_is_over(self):
        for server in (Server(Watch=endless), refusing(grpc.StatusCode.INTERNAL)):
            with self.assertRaises(ApiError) as raised:
                for _ in watch(self.start(server), SUBSCRIPTIONS, timeout=0.2):
                    pass
            self.assertEqual(raised.exception.code, grpc.StatusCode.DEADLINE_EXCEEDED)

    def test_default_backoff_leaves_time_to_see_a_server_within_two_seconds(self):
        for attempt, most in ((1, 0.1), (2, 0.2), (4, 0.8), (5, 1), (2000, 1)):
            self.assertTrue(most / 2 <= default_backoff(attempt) <= most, attempt)


if __name__ == "__main__":
    unittest.main()
