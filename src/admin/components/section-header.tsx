import { Heading, Text } from "@medusajs/ui"
import type { ReactNode } from "react"

type Props = { title: string; hint?: string; level?: "h1" | "h2"; badge?: ReactNode; children?: ReactNode }

export const SectionHeader = ({ title, hint, level = "h2", badge, children }: Props) => (
  <div className="flex items-center justify-between gap-x-4 gap-y-2 px-6 py-4 max-md:flex-wrap">
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Heading level={level}>{title}</Heading>
        {badge}
      </div>
      {hint && (
        <Text size="small" className="text-ui-fg-subtle">
          {hint}
        </Text>
      )}
    </div>
    {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
  </div>
)
