import { UploadOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";

interface Props {
  readonly label: string;
  /** Such as `.wasm`. */
  readonly accept?: string;
  readonly onRead: (bytes: Uint8Array<ArrayBuffer>, name: string) => void;
}

/** Reads a file of the user's; nothing is sent anywhere. */
export function FileButton({ label, accept = "", onRead }: Props) {
  return (
    <Upload
      accept={accept}
      showUploadList={false}
      beforeUpload={async (file) => {
        onRead(new Uint8Array(await file.arrayBuffer()), file.name);
        return Upload.LIST_IGNORE;
      }}
    >
      <Button icon={<UploadOutlined aria-hidden />}>{label}</Button>
    </Upload>
  );
}
