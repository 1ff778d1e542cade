import pathlib
import tempfile
import time
import unittest

import grpc

from server import Server, ServerTest
from tricorder.apiserver import ApiError, connect, watch
from tricorder.apiserver.v1 import module_service_pb2, watch_service_pb2


class ClientTest(ServerTest):
    def failing(self, times, code=grpc.StatusCode.UNAVAILABLE):
        """A server that fails so often, and where it notes the request ids."""
        ids = []

        def create(request, context):
            ids.append(request.request_id)
            if len(ids) <= times:
                context.abort(code, "not now")
            return module_service_pb2.CreateModuleResponse()

        return Server(CreateModule=create), ids

    def test_changing_call_is_repeated_under_one_request_id(self):
        server, ids = self.failing(2)
        client = self.start(server)
        request = module_service_pb2.CreateModuleRequest()

        client.modules.CreateModule(request)
        client.modules.CreateModule(request)

        self.assertEqual(len(ids), 4)
        self.assertTrue(ids[0])
        self.assertEqual(ids[:3], [ids[0]] * 3)
        self.assertNotEqual(ids[3], ids[0])
        self.assertEqual(request.request_id, "")

    def test_changing_call_of_some_megabytes_is_repeated_too(self):
        server, ids = self.failing(1)

        self.start(server).modules.CreateModule(module_service_pb2.CreateModuleRequest(module={"description": "x" * (3 << 20)}))

        self.assertEqual(len(ids), 2)

    def test_request_id_of_the_caller_is_kept(self):
        server, ids = self.failing(0)

        self.start(server).modules.CreateModule(module_service_pb2.CreateModuleRequest(request_id="mine"))

        self.assertEqual(ids, ["mine"])

    def test_call_is_sent_no_more_than_max_attempts(self):
        for attempts in (1, 2):
            server, ids = self.failing(9)
            with self.assertRaises(grpc.RpcError) as raised:
                self.start(server, max_attempts=attempts).modules.CreateModule(module_service_pb2.CreateModuleRequest())
            self.assertEqual((raised.exception.code(), len(ids)), (grpc.StatusCode.UNAVAILABLE, attempts))

    def test_server_that_is_away_for_longer_than_two_seconds_is_found_again(self):
        back = time.monotonic() + 2.5

        def create(_, context):
            if time.monotonic() < back:
                context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
            return module_service_pb2.CreateModuleResponse()

        self.start(Server(CreateModule=create)).modules.CreateModule(module_service_pb2.CreateModuleRequest())

        self.assertLess(time.monotonic() - back, 2)

    def test_call_is_repeated_no_longer_than_its_timeout(self):
        server, ids = self.failing(1000)
        begin = time.monotonic()
        with self.assertRaises(grpc.RpcError):
            self.start(server).modules.CreateModule(module_service_pb2.CreateModuleRequest(), timeout=1)
        self.assertLess(time.monotonic() - begin, 3)
        self.assertGreater(len(ids), 2)

    def test_only_unavailable_is_repeated(self):
        server, ids = self.failing(9, grpc.StatusCode.INTERNAL)
        with self.assertRaises(grpc.RpcError):
            self.start(server).modules.CreateModule(module_service_pb2.CreateModuleRequest())
        self.assertEqual(len(ids), 1)

    def test_token_is_read_anew_for_each_call(self):
        seen = []

        def create(request, context):
            seen.extend(value for key, value in context.invocation_metadata() if key == "authorization")
            return module_service_pb2.CreateModuleResponse()

        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "token")
            client = self.start(Server(CreateModule=create), token_file=str(file))
            for token in ("first\n", "second"):
                file.write_text(token, encoding="utf-8")
                client.modules.CreateModule(module_service_pb2.CreateModuleRequest())

        self.assertEqual(seen, ["Bearer first", "Bearer second"])

    def test_token_that_can_not_be_read_fails_the_call_and_a_watch_goes_on(self):
        states = []
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "token")
            client = self.start(Server(Watch=lambda request, context: iter([watch_service_pb2.WatchResponse()])), token_file=str(file))
            with self.assertRaises(grpc.RpcError) as raised:
                client.modules.CreateModule(module_service_pb2.CreateModuleRequest())

            def backoff(attempt):
                file.write_text("secret", encoding="utf-8")
                return 0

            next(watch(client, [], on_state=states.append, backoff=backoff))

        for error in (ApiError.of(raised.exception), states[0]):
            self.assertEqual(error.code, grpc.StatusCode.UNAVAILABLE)
            self.assertIn(str(file), error.message)

    def test_each_kind_of_call_has_the_token_and_an_empty_one_is_none(self):
        seen = []

        def note(answer):
            def method(request, context):
                seen.append(dict(context.invocation_metadata()).get("authorization"))
                return answer

            return method

        server = Server(CreateModule=note(module_service_pb2.CreateModuleResponse()), Watch=note(iter(())), Connect=note(iter(())))
        for token in ("secret", ""):
            client = self.start(server, token=token)
            client.modules.CreateModule(module_service_pb2.CreateModuleRequest())
            list(client.watcher.Watch(watch_service_pb2.WatchRequest()))
            list(client.agents.Connect(iter(())))

        self.assertEqual(seen, ["Bearer secret"] * 3 + [None] * 3)

    def test_options_that_can_not_be_used_are_refused(self):
        for address, options in (
            ("apiserver.example.com:50051", {"token": "secret"}),
            ("http://apiserver.example.com:50051", {"token_file": "token"}),
            ("http://127.0.0.1:1", {"tls": True}),
            ("ftp://127.0.0.1:1", {}),
            ("https://example.com/apiserver", {}),
            ("127.0.0.1:1", {"max_attempts": 6}),
            ("127.0.0.1:1", {"client_certificate_file": "client.pem"}),
        ):
            with self.subTest(address, **options), self.assertRaises(ValueError):
                connect(address, **options)

    def test_options_that_can_be_used_are_taken(self):
        for address, options in (
            ("127.0.0.1:1", {"token": "secret"}),
            ("http://localhost:1/", {"token": "secret"}),
            ("[::1]:1", {"token_file": "token"}),
            ("http://[::1]:1", {"token_file": "token"}),
            ("example.com:1", {"token": "secret", "allow_token_in_clear": True}),
            ("example.com:1", {"token": "secret", "tls": True}),
            ("https://example.com", {"token": "secret"}),
        ):
            with self.subTest(address, **options):
                connect(address, **options).close()


if __name__ == "__main__":
    unittest.main()
