import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261122034816 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order_snapshot" drop constraint if exists "marketplace_order_snapshot_marketplace_order_id_unique";`);
    this.addSql(`alter table if exists "marketplace_listing" drop constraint if exists "marketplace_listing_connection_id_external_sku_unique";`);
    this.addSql(`alter table if exists "marketplace_credential" drop constraint if exists "marketplace_credential_connection_id_unique";`);
    this.addSql(`create table if not exists "marketplace_action" ("id" text not null, "connection_id" text not null, "marketplace_order_id" text not null, "type" text not null, "fulfillment_id" text null, "intent_key" text not null, "state" text not null, "params" jsonb not null, "problem_code" text null, "problem_params" jsonb null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "claimed_until" timestamptz null, "claimed_by" text null, "unsettled_since" timestamptz null, "sent_at" timestamptz null, "confirmed_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_action_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_deleted_at" ON "marketplace_action" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_state_next_attempt_at" ON "marketplace_action" ("state", "next_attempt_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_marketplace_order_id" ON "marketplace_action" ("marketplace_order_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_fulfillment_id" ON "marketplace_action" ("fulfillment_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_connection_id_state" ON "marketplace_action" ("connection_id", "state") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_action_attempt" ("id" text not null, "action_id" text not null, "at" timestamptz not null, "outcome" text not null, "status" integer null, "message" text null, "sent" jsonb null, "duration_ms" integer not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_action_attempt_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_attempt_deleted_at" ON "marketplace_action_attempt" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_action_attempt_action_id" ON "marketplace_action_attempt" ("action_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_carrier_rule" ("id" text not null, "connection_id" text not null, "position" integer not null, "match" jsonb not null, "carrier" text null, "marketplace_carrier_name" text null, "remove_pattern" text null, "tracking_url_template" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_carrier_rule_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_carrier_rule_deleted_at" ON "marketplace_carrier_rule" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_carrier_rule_connection_id_position" ON "marketplace_carrier_rule" ("connection_id", "position") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_connection" ("id" text not null, "marketplace_id" text not null, "account" text not null, "name" text not null, "is_enabled" boolean not null default false, "sales_channel_id" text not null, "region_id" text not null, "stock_location_ids" jsonb not null, "shipping_options" jsonb not null, "destinations" jsonb not null, "settings" jsonb not null, "activated_instance" text null, "activated_at" timestamptz null, "older_open_orders" text null, "health_status" text not null default 'new', "health_code" text null, "health_params" jsonb null, "health_since" timestamptz null, "failures" integer not null default 0, "blocked_until" timestamptz null, "cursor" text null, "start_at" timestamptz not null, "next_run_at" timestamptz null, "last_run_id" text null, "rechecked_at" timestamptz null, "swept_at" timestamptz null, "completeness" jsonb null, "carriers" jsonb null, "pull_lease_owner" text null, "pull_lease_until" timestamptz null, "send_lease_owner" text null, "send_lease_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_connection_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_connection_deleted_at" ON "marketplace_connection" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_connection_marketplace_id_account" ON "marketplace_connection" ("marketplace_id", "account") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_connection_sales_channel_id" ON "marketplace_connection" ("sales_channel_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_credential" ("id" text not null, "connection_id" text not null, "encrypted" text not null, "hints" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_credential_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_credential_deleted_at" ON "marketplace_credential" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_credential_connection_id_unique" ON "marketplace_credential" ("connection_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_history_entry" ("id" text not null, "connection_id" text not null, "marketplace_order_id" text null, "event" text not null, "actor" text not null, "data" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_history_entry_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_history_entry_deleted_at" ON "marketplace_history_entry" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_history_entry_connection_id_created_at" ON "marketplace_history_entry" ("connection_id", "created_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_history_entry_marketplace_order_id" ON "marketplace_history_entry" ("marketplace_order_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_listing" ("id" text not null, "connection_id" text not null, "external_sku" text not null, "variant_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_listing_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_listing_deleted_at" ON "marketplace_listing" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_listing_connection_id_external_sku_unique" ON "marketplace_listing" ("connection_id", "external_sku") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_listing_variant_id" ON "marketplace_listing" ("variant_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_order" ("id" text not null, "marketplace_id" text not null, "account" text not null, "connection_id" text not null, "external_id" text not null, "external_reference" text null, "channel" text null, "external_status" text not null, "state" text not null, "state_reason" text null, "problem_code" text null, "problem_params" jsonb null, "problem_since" timestamptz null, "order_id" text null, "reserved_ids" jsonb null, "imported_at" timestamptz null, "total" numeric null, "currency_code" text null, "purchased_at" timestamptz null, "accept_by" timestamptz null, "ship_by" timestamptz null, "is_test" boolean not null default false, "fulfilled_by" text not null default 'seller', "lines" jsonb not null, "search" text not null, "snapshot_hash" text not null, "applied_hash" text null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "claimed_until" timestamptz null, "seen_at" timestamptz not null, "purged_at" timestamptz null, "raw_total" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_order_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_deleted_at" ON "marketplace_order" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_connection_id_state" ON "marketplace_order" ("connection_id", "state") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_order_id" ON "marketplace_order" ("order_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_problem_code" ON "marketplace_order" ("problem_code") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_state_next_attempt_at" ON "marketplace_order" ("state", "next_attempt_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_ship_by" ON "marketplace_order" ("ship_by") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_order_snapshot" ("id" text not null, "marketplace_order_id" text not null, "payload" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_order_snapshot_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_order_snapshot_deleted_at" ON "marketplace_order_snapshot" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_order_snapshot_marketplace_order_id_unique" ON "marketplace_order_snapshot" ("marketplace_order_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_run" ("id" text not null, "connection_id" text not null, "trigger" text not null, "scope" text not null, "state" text not null, "params" jsonb null, "started_at" timestamptz null, "finished_at" timestamptz null, "counts" jsonb not null, "outcomes" jsonb null, "error" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_run_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_run_deleted_at" ON "marketplace_run" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_run_connection_id_created_at" ON "marketplace_run" ("connection_id", "created_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_run_state" ON "marketplace_run" ("state") WHERE deleted_at IS NULL;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "marketplace_action" cascade;`);

    this.addSql(`drop table if exists "marketplace_action_attempt" cascade;`);

    this.addSql(`drop table if exists "marketplace_carrier_rule" cascade;`);

    this.addSql(`drop table if exists "marketplace_connection" cascade;`);

    this.addSql(`drop table if exists "marketplace_credential" cascade;`);

    this.addSql(`drop table if exists "marketplace_history_entry" cascade;`);

    this.addSql(`drop table if exists "marketplace_listing" cascade;`);

    this.addSql(`drop table if exists "marketplace_order" cascade;`);

    this.addSql(`drop table if exists "marketplace_order_snapshot" cascade;`);

    this.addSql(`drop table if exists "marketplace_run" cascade;`);
  }

}
