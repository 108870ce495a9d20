import { useTranslation } from "react-i18next"
import type { CheckResult as Result } from "../../marketplaces/port"
import { ComesIntoView } from "./comes-into-view"
import { Tip } from "./tip"

/** Otherwise the marketplace did not look at them: they may be right. */
const isJudged = (code: string) => code !== "unreachable" && code !== "quota"

/** What the marketplace said of the credentials, in plain words. */
export const CheckResult = ({ result }: { result: Result }) => {
  const { t } = useTranslation("marketplaces")
  return (
    <ComesIntoView>
      <div role="status">
        <Tip
          variant={result.ok ? "success" : "error"}
          label={t(result.ok ? "check.ok" : isJudged(result.code) ? "check.failed" : "check.notTested")}
        >
          {t(`check.codes.${result.code}`, { defaultValue: result.message })}
        </Tip>
      </div>
    </ComesIntoView>
  )
}
