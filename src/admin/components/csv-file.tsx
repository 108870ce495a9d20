import { Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { FileButton } from "./file-button"

type Props = { isLoading: boolean; /** The file's bytes as base64. */ onChosen: (content: string) => void }

/** A CSV file that is chosen to be read. */
export const CsvFile = ({ isLoading, onChosen }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [name, setName] = useState<string>()
  const choose = async (given: File) => {
    setName(given.name)
    onChosen(await base64Of(given))
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <FileButton label={t("csv.file")} isLoading={isLoading} onFile={(given) => void choose(given)} />
      <Text size="small" className="text-ui-fg-subtle break-all">
        {name ?? t("csv.noFile")}
      </Text>
    </div>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ""
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
