import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What 0.1 kept among the reserved ids, all of it as text, and the mark that it becomes. */
const MARKS = [
  ["deadline_told", "deadline_notified", "text"],
  ["accepted_told", "acceptance_announced", "boolean"],
  ["total_accepted", "total_accepted", "boolean"],
  ["reopened", "reopened", "boolean"],
  ["canceled_by", "canceled_by", "text"],
  ["cancellation_confirmed", "cancellation_confirmed", "text"],
  ["order_edit", "order_edit", "jsonb"],
]
const OLD_KEYS = `array[${MARKS.map(([key]) => `'${key}'`).join(", ")}]`

/** Codes of problems, as 0.1 wrote them and as they are spelled since. */
const CODES = [
  ["cancelled_in_store", "canceled_in_store"],
  ["cancelled_after_shipping", "canceled_after_shipping"],
]

const object = (parts: string[]) => `jsonb_strip_nulls(jsonb_build_object(${parts.join(", ")}))`

/**
 * From 0.1 to 0.2, with all processes stopped. The column is generated; the copies are written by hand. No statement touches
 * `updated_at`. The old keys stay for one release; `down` writes what the marks say over them.
 */
export class Migration20261129200630 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order" add column if not exists "marks" jsonb null;`)

    const marks = MARKS.map(([key, mark, type]) => `'${mark}', (reserved_ids ->> '${key}')::${type}`)
    this.addSql(
      `update marketplace_order set marks = ${object(marks)} where jsonb_exists_any(reserved_ids, ${OLD_KEYS});`
    )
    for (const [before, after] of CODES) this.renameCode(before, after)
    this.renameInReports("mended", "fixed")
  }

  override async down(): Promise<void> {
    this.renameInReports("fixed", "mended")
    for (const [before, after] of CODES) this.renameCode(after, before)
    const keys = MARKS.map(([key, mark]) => `'${key}', marks ->> '${mark}'`)
    this.addSql(
      `update marketplace_order
          set reserved_ids = (coalesce(reserved_ids, '{}'::jsonb) - ${OLD_KEYS}) || ${object(keys)}
        where marks is not null;`
    )

    this.addSql(`alter table if exists "marketplace_order" drop column if exists "marks";`)
  }

  /** Wherever a code is stored; in Medusa's notifications it is part of the key that keeps one from being sent twice. */
  private renameCode(before: string, after: string): void {
    for (const table of ["marketplace_order", "marketplace_action"]) {
      this.addSql(`update ${table} set problem_code = '${after}' where problem_code = '${before}';`)
    }
    for (const key of ["code", "from"]) {
      this.addSql(
        `update marketplace_history_entry set data = jsonb_set(data, '{${key}}', '"${after}"')
          where data ->> '${key}' = '${before}';`
      )
    }
    // The notification module may have no table yet, or be another module.
    this.addSql(
      `do $$ begin
         if to_regclass('notification') is not null then
           update notification
              set idempotency_key = replace(idempotency_key, ':${before}:', ':${after}:'),
                  data = replace(data::text, '${before}', '${after}')::jsonb
            where starts_with(idempotency_key, 'marketplace:') and strpos(idempotency_key, ':${before}:') > 0;
         end if;
       end $$;`
    )
  }

  private renameInReports(before: string, after: string): void {
    this.addSql(
      `update marketplace_connection
          set completeness = jsonb_set(completeness, '{differences}', (
                select coalesce(jsonb_agg(case when jsonb_exists(difference, '${before}')
                           then (difference - '${before}') || jsonb_build_object('${after}', difference -> '${before}')
                           else difference end order by position), '[]'::jsonb)
                  from jsonb_array_elements(completeness -> 'differences') with ordinality all_of (difference, position)))
        where jsonb_typeof(completeness -> 'differences') = 'array';`
    )
  }
}
