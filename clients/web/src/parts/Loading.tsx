import { Spin } from "antd";

/** Until there is something to show. */
export const Loading = () => <Spin size="large" fullscreen />;
