import { Prompt } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useBlocker } from "react-router-dom"

/** Asks before what was typed is left behind; saving (`handleSuccess`) leaves without a question. */
export const UnsavedPrompt = ({ isDirty }: { isDirty: boolean }) => {
  const { t } = useTranslation("marketplaces")
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    const isSaved = (nextLocation.state as { isSubmitSuccessful?: boolean } | null)?.isSubmitSuccessful
    return isDirty && !isSaved && currentLocation.pathname !== nextLocation.pathname
  })
  return (
    <Prompt open={blocker.state === "blocked"} variant="confirmation">
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{t("unsaved.title")}</Prompt.Title>
          <Prompt.Description>{t("unsaved.text")}</Prompt.Description>
        </Prompt.Header>
        <Prompt.Footer>
          <Prompt.Cancel onClick={() => blocker.reset?.()}>{t("unsaved.stay")}</Prompt.Cancel>
          <Prompt.Action onClick={() => blocker.proceed?.()}>{t("unsaved.leave")}</Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}
