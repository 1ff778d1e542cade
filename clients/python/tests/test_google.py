import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tricorder import apiserver

SOURCE = pathlib.Path(apiserver.__file__).parents[2]
VENDOR = SOURCE / "tricorder" / "apiserver" / "_vendor" / "google"
FIXED_PATH = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"


class GoogleTest(unittest.TestCase):
    """What other packages in one process do to google.rpc and google.api."""

    def run_beside(self, files, program):
        """Runs the program where these files, by path, are importable before the client's."""
        with tempfile.TemporaryDirectory() as directory:
            for name, text in files.items():
                path = pathlib.Path(directory, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            path = os.pathsep.join((directory, str(SOURCE)))
            run = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def test_package_that_fixes_the_path_of_google_is_no_obstacle(self):
        files = {"google/__init__.py": FIXED_PATH, "google/thing.py": ""}

        self.run_beside(files, "import google.thing; import tricorder.apiserver")

    def test_definitions_that_are_installed_are_taken(self):
        files = {str(file.relative_to(VENDOR.parent)): file.read_text(encoding="utf-8") for file in VENDOR.rglob("*_pb2.py")}

        output = self.run_beside(files, "import tricorder.apiserver, google.rpc.status_pb2; print(google.rpc.status_pb2.__file__)")

        self.assertNotIn("_vendor", output)

    def test_definitions_are_as_protoc_makes_them(self):
        # Only so are they equal to other copies, which are a conflict otherwise.
        program = """
import tricorder.apiserver
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.rpc import error_details_pb2, status_pb2
for module in (error_details_pb2, status_pb2):
    for message in FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb).message_type:
        print(message.name, *(field.name for field in message.field if field.HasField("json_name")))
"""
        lines = self.run_beside({}, program).splitlines()

        self.assertIn("Status", lines)
        self.assertEqual([line for line in lines if " " in line], [])


if __name__ == "__main__":
    unittest.main()
