import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Offers and what is sent of them. The indexes at the end are written by hand: the key holds for deleted rows too. */
export class Migration20261130070020 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create table if not exists "marketplace_offer" ("id" text not null, "marketplace_id" text not null, "account" text not null, "channel" text not null, "external_sku" text not null, "connection_id" text not null, "external_offer_id" text null, "variant_id" text null, "variant_gone_at" timestamptz null, "ean" text null, "title" text null, "fulfilled_by" text not null default 'seller', "state" text not null, "overrides" jsonb not null, "stock_mark" integer not null default 0, "stock_claimed" integer not null default 0, "stock_cleared" integer not null default 0, "stock_batch" integer null, "stock_desired" integer null, "stock_sent" integer null, "stock_confirmed" integer null, "stock_refused" integer null, "stock_marked_at" timestamptz null, "stock_sent_at" timestamptz null, "stock_confirmed_at" timestamptz null, "stock_lower_since" timestamptz null, "stock_sold_since" integer not null default 0, "stock_problem_code" text null, "stock_problem_params" jsonb null, "stock_problem_since" timestamptz null, "stock_second_read" jsonb null, "stock_released" integer null, "price_mark" integer not null default 0, "price_claimed" integer not null default 0, "price_cleared" integer not null default 0, "price_batch" integer null, "price_desired" jsonb null, "price_sent" jsonb null, "price_confirmed" jsonb null, "price_refused" jsonb null, "price_marked_at" timestamptz null, "price_sent_at" timestamptz null, "price_confirmed_at" timestamptz null, "price_problem_code" text null, "price_problem_params" jsonb null, "price_problem_since" timestamptz null, "price_confirmed_before" jsonb null, "price_released" text null, "delivery_mark" integer not null default 0, "delivery_claimed" integer not null default 0, "delivery_cleared" integer not null default 0, "delivery_batch" integer null, "delivery_desired" jsonb null, "delivery_sent" jsonb null, "delivery_confirmed" jsonb null, "delivery_refused" jsonb null, "delivery_marked_at" timestamptz null, "delivery_sent_at" timestamptz null, "delivery_confirmed_at" timestamptz null, "delivery_problem_code" text null, "delivery_problem_params" jsonb null, "delivery_problem_since" timestamptz null, "explanation" jsonb null, "shown" jsonb null, "foreign_changes" jsonb null, "corrections" jsonb null, "seen_at" timestamptz null, "read_back_at" timestamptz null, "next_attempt_at" timestamptz null, "claimed_until" timestamptz null, "claimed_by" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_offer_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_deleted_at" ON "marketplace_offer" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_connection_id_state" ON "marketplace_offer" ("connection_id", "state") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_variant_id" ON "marketplace_offer" ("variant_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_stock_problem_code" ON "marketplace_offer" ("stock_problem_code") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_price_problem_code" ON "marketplace_offer" ("price_problem_code") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_offer_batch" ("id" text not null, "number" serial, "connection_id" text not null, "kind" text not null, "channel" text not null, "has_zeros" boolean not null default false, "state" text not null, "counts" jsonb not null, "checkpoint" text null, "reference" text null, "refused" jsonb null, "message" text null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "claimed_by" text null, "submitted_at" timestamptz null, "settled_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_offer_batch_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_deleted_at" ON "marketplace_offer_batch" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_connection_id_state" ON "marketplace_offer_batch" ("connection_id", "state") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_connection_id_number" ON "marketplace_offer_batch" ("connection_id", "number") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_offer_batch_item" ("id" text not null, "batch_id" text not null, "offer_id" text not null, "external_sku" text not null, "stock_mark" integer null, "stock_value" integer null, "price_mark" integer null, "price_value" jsonb null, "delivery_mark" integer null, "delivery_value" jsonb null, "listing" jsonb null, "outcome" text null, "code" text null, "message" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_offer_batch_item_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_item_deleted_at" ON "marketplace_offer_batch_item" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_item_batch_id" ON "marketplace_offer_batch_item" ("batch_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_offer_batch_item_offer_id_created_at" ON "marketplace_offer_batch_item" ("offer_id", "created_at") WHERE deleted_at IS NULL;`);

    this.addSql(`alter table if exists "marketplace_connection" add column if not exists "offers_lease_owner" text null, add column if not exists "offers_lease_until" timestamptz null, add column if not exists "pulled_from" timestamptz null, add column if not exists "offers_activated_at" timestamptz null, add column if not exists "offers_mark_at" timestamptz null, add column if not exists "offers_stopped_at" timestamptz null, add column if not exists "offers_stopped_until" timestamptz null, add column if not exists "offers_compare_at" timestamptz null, add column if not exists "offers_read_at" timestamptz null, add column if not exists "offers_comparison" jsonb null, add column if not exists "offers_brake" jsonb null, add column if not exists "offers_other_tool_at" timestamptz null;`);

    this.addSql(
      `create unique index if not exists "marketplace_offer_identity" on "marketplace_offer" ("marketplace_id", "account", "channel", "external_sku");`
    )
    this.addSql(
      `create index if not exists "marketplace_offer_to_plan" on "marketplace_offer" ("connection_id", "next_attempt_at") where "stock_mark" > "stock_claimed" or "price_mark" > "price_claimed" or "delivery_mark" > "delivery_claimed";`
    )
    this.addSql(
      `create index if not exists "marketplace_offer_read_back" on "marketplace_offer" ("connection_id", "read_back_at") where "read_back_at" is not null;`
    )
    this.addSql(
      `create index if not exists "marketplace_offer_claimed_by" on "marketplace_offer" ("claimed_by") where "claimed_by" is not null;`
    )
    this.addSql(
      `create unique index if not exists "marketplace_offer_batch_item_once" on "marketplace_offer_batch_item" ("batch_id", "offer_id");`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "marketplace_offer" cascade;`);

    this.addSql(`drop table if exists "marketplace_offer_batch" cascade;`);

    this.addSql(`drop table if exists "marketplace_offer_batch_item" cascade;`);

    this.addSql(`alter table if exists "marketplace_connection" drop column if exists "offers_lease_owner", drop column if exists "offers_lease_until", drop column if exists "pulled_from", drop column if exists "offers_activated_at", drop column if exists "offers_mark_at", drop column if exists "offers_stopped_at", drop column if exists "offers_stopped_until", drop column if exists "offers_compare_at", drop column if exists "offers_read_at", drop column if exists "offers_comparison", drop column if exists "offers_brake", drop column if exists "offers_other_tool_at";`);
  }

}
