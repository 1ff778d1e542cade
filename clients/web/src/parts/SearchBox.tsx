import { Input } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  readonly words: string;
  readonly setWords: (words: string) => void;
}

export function SearchBox({ words, setWords }: Props) {
  const { t } = useTranslation();
  return (
    <Input.Search
      allowClear
      placeholder={t("search")}
      aria-label={t("search")}
      value={words}
      onChange={(change) => setWords(change.target.value)}
      style={{ width: 220 }}
    />
  );
}
