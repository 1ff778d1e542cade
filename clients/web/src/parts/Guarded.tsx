import { Button, Tooltip, type ButtonProps } from "antd";
import { useTranslation } from "react-i18next";
import { may, useSession, type Role } from "../session/session.ts";

interface Props extends ButtonProps {
  /** Who may press it. */
  readonly needs: Role;
  /** Why nobody can now; empty when it can be pressed. */
  readonly blocked?: string;
}

/** A button that is disabled for whoever may not press it, and says why. */
export function Guarded({ needs, blocked = "", ...button }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const why = may(session, needs) ? blocked : t("role.needed", { role: t(`role.${needs}`) });
  return (
    <Tooltip title={why}>
      <Button {...button} disabled={why.length > 0 || button.disabled === true} />
    </Tooltip>
  );
}
