import { CheckCircleSolid, CircleDottedLine, ExclamationCircleSolid } from "@medusajs/icons"
import { clx, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { type ParcelWay, STEPS } from "./parcel-way"

/** Planned, sent, confirmed: how far the marketplace knows of a parcel, in words and marks. */
export const ParcelSteps = ({ way: { step, standing, parcels } }: { way: ParcelWay }) => {
  const { t } = useTranslation("marketplaces")
  const reached = STEPS.indexOf(step)
  return (
    <div className="flex flex-col gap-y-2">
      {standing !== "closed" && (
        <ol aria-label={t("parcel.way")} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {STEPS.map((one, index) => {
            const isHere = index === reached
            const isStuck = isHere && standing === "problem"
            const isPast = index < reached || (isHere && standing === "done")
            const mark = isStuck ? "problem" : isPast ? "past" : isHere ? "here" : "ahead"
            return (
              <li
                key={one}
                aria-current={isHere ? "step" : undefined}
                className={clx(
                  "txt-compact-small flex items-center gap-x-1",
                  mark === "ahead" ? "text-ui-fg-subtle" : "text-ui-fg-base"
                )}
              >
                {mark === "problem" ? (
                  <ExclamationCircleSolid className="text-ui-tag-red-icon" />
                ) : mark === "past" ? (
                  <CheckCircleSolid className="text-ui-tag-green-icon" />
                ) : (
                  <CircleDottedLine className={mark === "here" ? "text-ui-tag-blue-icon" : ""} />
                )}
                <span>{t(`parcel.steps.${one}`)}</span>
                {mark !== "here" && <span className="sr-only">{t(`parcel.marks.${mark}`)}</span>}
              </li>
            )
          })}
        </ol>
      )}
      {parcels.map(({ carrier_name, tracking_number, tracking_url }) => (
        <Text key={`${carrier_name}${tracking_number}`} size="small" className="break-all">
          {carrier_name && <span>{carrier_name} · </span>}
          {tracking_url && /^https?:/.test(tracking_url) ? (
            <a
              href={tracking_url}
              target="_blank"
              rel="noreferrer"
              className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
            >
              {tracking_number}
            </a>
          ) : (
            tracking_number
          )}
        </Text>
      ))}
    </div>
  )
}
