import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core"
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable"
import { CSS } from "@dnd-kit/utilities"
import { NoRecords } from "@medusajs/dashboard/components"
import { ArrowDownMini, ArrowUpMini, CircleMiniSolid, DotsSix, PencilSquare, Trash } from "@medusajs/icons"
import { Badge, Button, clx, Container, IconButton, Text, toast, usePrompt } from "@medusajs/ui"
import { useRef } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import {
  useCarrierRules,
  useDeleteCarrierRule,
  useOrderCarrierRules,
  useSaveCarrierRule,
} from "../../hooks/api/carriers"
import type { ShownRule } from "../../../api/admin/marketplaces/carriers/types"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { QueryState } from "../query-state"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"
import { useRuleWords } from "./use-rule-words"

/** The rules in the order in which they are tried; the first that fits decides. */
export const CarrierRulesSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const query = useCarrierRules(connection.id)
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("carrier.rules")} hint={t("carrier.rulesHint")}>
        <Button size="small" variant="secondary" asChild>
          <Link to={`carrier-rules/new${search}`}>{t("carrier.addRule")}</Link>
        </Button>
      </SectionHeader>
      <QueryState query={query}>
        {query.data?.carrier_rules.length ? (
          <SortableRules connection={connection} stored={query.data.carrier_rules} />
        ) : (
          <NoRecords
            className="h-auto px-6 py-10 text-center"
            title={t("carrier.noRules")}
            message={t("carrier.noRulesHint")}
          />
        )}
      </QueryState>
    </Container>
  )
}

/** Dragged by pointer, or by keyboard: space lifts, the arrows move, space drops. The new order shows at once. */
const SortableRules = ({ connection, stored }: { connection: Connection; stored: ShownRule[] }) => {
  const { t } = useTranslation("marketplaces")
  const reorder = useOrderCarrierRules(connection.id)
  const hasMoved = useRef(false)
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates })
  )
  const wanted = reorder.isPending ? reorder.variables.ids : undefined
  const rules = wanted ? wanted.flatMap((id) => stored.find((rule) => rule.id === id) ?? []) : stored
  const placeOf = (id: unknown) => rules.findIndex((rule) => rule.id === id) + 1
  const move = (from: number, to: number) =>
    reorder.mutate(
      {
        ids: arrayMove(
          rules.map(({ id }) => id),
          from,
          to
        ),
        shown_ids: stored.map(({ id }) => id),
      },
      // The other order is shown, and can be changed.
      { onSuccess: (answer) => "code" in answer && toast.error(answer.message) }
    )
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) move(placeOf(active.id) - 1, placeOf(over.id) - 1)
  }
  const moved = (id: unknown, over: unknown) =>
    t("carrier.drag.over", { from: placeOf(id), to: placeOf(over), total: rules.length })
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        screenReaderInstructions: { draggable: t("carrier.drag.how") },
        announcements: {
          onDragStart: () => {
            hasMoved.current = false
            return undefined
          },
          onDragOver: ({ active, over }) => {
            if (!over) return undefined
            // A rule that was just lifted is at once over itself: said of both, the second would replace the first.
            hasMoved.current ||= over.id !== active.id
            return hasMoved.current
              ? moved(active.id, over.id)
              : t("carrier.drag.lifted", { place: placeOf(active.id) })
          },
          onDragEnd: ({ active, over }) => (over ? moved(active.id, over.id) : undefined),
          onDragCancel: () => t("carrier.drag.canceled"),
        },
      }}
    >
      <SortableContext items={rules} strategy={verticalListSortingStrategy}>
        <ol className="divide-y" aria-label={t("carrier.rules")}>
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={index + 1}
              connection={connection}
              isMoving={reorder.isPending}
              onUp={index > 0 ? () => move(index, index - 1) : undefined}
              onDown={index < rules.length - 1 ? () => move(index, index + 1) : undefined}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

type RowProps = {
  rule: ShownRule
  place: number
  connection: Connection
  isMoving: boolean
  onUp?: () => void
  onDown?: () => void
}

const RuleRow = ({ rule, place, connection, isMoving, onUp, onDown }: RowProps) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const prompt = usePrompt()
  const remove = useDeleteCarrierRule(connection.id)
  const save = useSaveCarrierRule(connection.id)
  const isOff = rule.is_enabled === false
  const turn = () =>
    save.mutate(
      { id: rule.id, version: rule.version, is_enabled: isOff },
      // Changed meanwhile: the rule is shown as it is.
      { onSuccess: (answer) => "code" in answer && toast.error(answer.message) }
    )
  const { conditions, carrier } = useRuleWords()(rule)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: rule.id, disabled: isMoving })
  const ask = async () => {
    const sure = await prompt({
      title: t("carrier.deleteTitle"),
      description: t("carrier.deleteText"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (sure) remove.mutate(rule)
  }
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={clx("bg-ui-bg-base flex items-center gap-x-3 px-4 py-3 last:rounded-b-lg", {
        "shadow-elevation-flyout relative z-10": isDragging,
      })}
    >
      <IconButton
        {...attributes}
        {...listeners}
        ref={setActivatorNodeRef}
        size="small"
        variant="transparent"
        aria-label={t("carrier.drag.handle", { place })}
        className="shrink-0 cursor-grab touch-none active:cursor-grabbing"
      >
        <DotsSix className="text-ui-fg-muted" />
      </IconButton>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <Text size="small" leading="compact" weight="plus" className="break-words">
            {place}. {carrier}
          </Text>
          {isOff && <Badge size="2xsmall">{t("carrier.isOff")}</Badge>}
        </div>
        <Text size="small" className="text-ui-fg-subtle break-words">
          {[rule.name, conditions].filter(Boolean).join(" – ")}
        </Text>
        {rule.warning && (
          <Text size="small" className="text-ui-tag-orange-text break-words">
            {rule.warning.message}
          </Text>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-x-1">
        <IconButton
          size="small"
          variant="transparent"
          aria-label={t("carrier.moveUp", { place })}
          disabled={!onUp || isMoving}
          onClick={onUp}
        >
          <ArrowUpMini />
        </IconButton>
        <IconButton
          size="small"
          variant="transparent"
          aria-label={t("carrier.moveDown", { place })}
          disabled={!onDown || isMoving}
          onClick={onDown}
        >
          <ArrowDownMini />
        </IconButton>
        <MoreMenu
          groups={[
            {
              actions: [
                {
                  icon: <PencilSquare />,
                  label: t("actions.edit"),
                  to: `carrier-rules/${rule.id}${search}`,
                },
                {
                  icon: <CircleMiniSolid />,
                  label: t(isOff ? "carrier.turnOn" : "carrier.turnOff"),
                  onClick: turn,
                },
                { icon: <Trash />, label: t("actions.delete"), onClick: ask },
              ],
            },
          ]}
        />
      </div>
    </li>
  )
}
