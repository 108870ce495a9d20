import type { CodeKind } from "../../marketplaces/port"
import { useMarketplace } from "../hooks/api/marketplaces"

type Props = {
  marketplaceId: string | undefined
  kind: CodeKind
  /** Several are joined by commas. */ code: string
}

/** What a marketplace's code means, with the code itself for who points at it; one without words is shown as it is. */
export const CodeWords = ({ marketplaceId, kind, code }: Props) => {
  const words = useMarketplace(marketplaceId)?.code_words[kind] ?? {}
  const shown = [...new Set(code.split(", ").map((one) => words[one] ?? one))].join(", ")
  return <span title={shown === code ? undefined : code}>{shown || "–"}</span>
}
