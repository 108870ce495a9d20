import type { Locale } from "../fill-text"

export type ProblemSubject = "order" | "action" | "connection" | "offer" | "label"

/** What the admin can do about a problem on the spot. */
export type Remedy =
  | "map_sku"
  | "choose_region"
  | "choose_carrier"
  | "set_tracking"
  | "send_now"
  | "send_as_is"
  | "restock"
  | "set_shipping_profile"
  | "add_shipping_option"
  | "accept_total"
  | "fix_address"
  | "accept_or_refuse"
  | "cancel_in_store"
  | "confirm_cancellations"
  | "confirm_instance"
  | "set_credentials"
  | "edit_connection"
  | "mark_done"
  | "acknowledge"
  | "retry"

/** What ends a problem without a person's word, or lets it be judged again. */
export type Clearing =
  /** Store and marketplace no longer differ. */
  | "agreement"
  /** A product or a variant was created or changed. */
  | "article"
  /** Stock or reservations of its articles changed. */
  | "stock"
  | "region"
  | "shipping_option"
  /** A carrier rule, the default carrier or the marketplace's list changed. */
  | "carrier_settings"
  /** A person accepted or refused, or the limits for doing so changed. */
  | "decision"
  /** Another connection of the store changed. */
  | "connections"
  /** A check of the credentials succeeded. */
  | "check"
  /** A call to the marketplace succeeded. */
  | "call"

/** What is wrong and the next step of each code, apart from its facts: the admin holds the facts and titles alone. */
export type ProblemTexts<Code extends string> = Record<
  Code,
  Record<Locale, readonly [message: string, hint: string]>
>

export type Definition = {
  subject: ProblemSubject
  /** Until it is fixed, an order is not imported, an action not sent, a connection not working. */
  blocks: boolean
  remedy: Remedy | null
  /** It does not wait for the daily digest. */
  urgent: boolean
  /** An unusual change of offers waits for a person to release it. */
  is_braked: boolean
  /** Until it is decided, something of the order must not be packed, or not leave. */
  stops_parcel: boolean
  /** A label that has it is bought on a person's word alone, whatever else happens. */
  waits_for_person: boolean
  /** A label that has it is looked at again now and then: what keeps it from being bought may be over. */
  looked_at_again: boolean
  /** Stock is missing for an order that is in the store already. */
  lacks_stock: boolean
  /** "cause": one cause holds up many orders, is fixed once, and people are notified of it once a day. */
  scope: "each" | "cause"
  cleared_by: readonly Clearing[]
  title: Record<Locale, string>
}

type Entry = Pick<Definition, "blocks"> &
  Partial<
    Pick<
      Definition,
      | "remedy"
      | "urgent"
      | "is_braked"
      | "stops_parcel"
      | "waits_for_person"
      | "looked_at_again"
      | "lacks_stock"
      | "scope"
      | "cleared_by"
    >
  > &
  Record<Locale, string>

/**
 * The problems of one kind of subject, each with its title in `en` and `fr`. What is wrong and the next step are in the file of
 * texts beside it. Those hold placeholders (see `fillText`); parameters never hold buyers' data.
 */
export const defineProblems = <Code extends string>(
  subject: ProblemSubject,
  entries: Record<Code, Entry>
): Record<Code, Definition> =>
  Object.fromEntries(
    Object.entries<Entry>(entries).map(([code, { en, fr, ...facts }]): [string, Definition] => [
      code,
      {
        subject,
        remedy: null,
        urgent: false,
        is_braked: false,
        stops_parcel: false,
        waits_for_person: false,
        looked_at_again: false,
        lacks_stock: false,
        scope: "each",
        cleared_by: [],
        ...facts,
        title: { en, fr },
      },
    ])
  ) as Record<Code, Definition>
