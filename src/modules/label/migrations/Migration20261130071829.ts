import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130071829 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_credential" drop constraint if exists "marketplace_label_credential_account_id_unique";`);
    this.addSql(`alter table if exists "marketplace_label_account" drop constraint if exists "marketplace_label_account_service_id_account_unique";`);
    this.addSql(`create table if not exists "marketplace_label_account" ("id" text not null, "service_id" text not null, "account" text not null, "name" text not null, "is_enabled" boolean not null default true, "settings" jsonb not null, "senders" jsonb not null, "default_sender_id" text null, "fallback" jsonb null, "brand_id" text null, "sales_channel_ids" jsonb not null, "accepted_integrations" jsonb not null, "activated_instance" text null, "health_status" text not null default 'new', "health_code" text null, "health_params" jsonb null, "health_since" timestamptz null, "failures" integer not null default 0, "blocked_until" timestamptz null, "polled_until" timestamptz null, "next_poll_at" timestamptz null, "poll_claimed_by" text null, "poll_claimed_until" timestamptz null, "webhook_url" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_account_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_account_deleted_at" ON "marketplace_label_account" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_label_account_service_id_account_unique" ON "marketplace_label_account" ("service_id", "account") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_label_credential" ("id" text not null, "account_id" text not null, "encrypted" text not null, "hints" jsonb not null, "next_read_at" timestamptz null, "next_write_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_credential_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_credential_deleted_at" ON "marketplace_label_credential" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_label_credential_account_id_unique" ON "marketplace_label_credential" ("account_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_label_news" ("id" text not null, "account_id" text not null, "parcel_external_id" text not null, "shipment_external_id" text null, "order_external_id" text null, "order_number" text null, "status" text not null, "external_status" text not null, "tracking_number" text null, "tracking_url" text null, "at" timestamptz not null, "applied_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_news_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_news_deleted_at" ON "marketplace_label_news" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_news_account_id_parcel_external_id" ON "marketplace_label_news" ("account_id", "parcel_external_id") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_label_parcel" ("id" text not null, "request_id" text not null, "account_id" text not null, "generation" integer not null, "position" integer not null, "external_id" text not null, "shipment_id" text not null, "status" text not null, "external_status" text not null, "status_at" timestamptz null, "tracking_number" text null, "tracking_url" text null, "documents" jsonb not null, "is_bought" boolean not null, "scanned_at" timestamptz null, "delivered_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_parcel_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_parcel_deleted_at" ON "marketplace_label_parcel" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_parcel_request_id_generation" ON "marketplace_label_parcel" ("request_id", "generation") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_parcel_account_id_status" ON "marketplace_label_parcel" ("account_id", "status") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_label_request" ("id" text not null, "account_id" text not null, "order_id" text not null, "fulfillment_id" text not null, "order_number" text not null, "generation" integer not null default 1, "state" text not null, "is_test" boolean not null default false, "requested_by" text not null, "approved_by" text null, "canceled_by" text null, "printed_by" text null, "printed_at" timestamptz null, "overrides" jsonb null, "sent_at" timestamptz null, "labels" integer not null default 1, "shipment_id" text null, "how" text null, "carrier" jsonb null, "option" jsonb null, "price_estimate" jsonb null, "faults" jsonb not null, "warnings" jsonb not null, "problem_code" text null, "problem_params" jsonb null, "problem_since" timestamptz null, "never_reason" text null, "cancel_wanted_at" timestamptz null, "cancel_result" text null, "cancel_message" text null, "shown_at" timestamptz null, "shipped_at" timestamptz null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "claimed_by" text null, "claimed_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_request_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_request_deleted_at" ON "marketplace_label_request" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_request_account_id_state" ON "marketplace_label_request" ("account_id", "state") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_request_order_id" ON "marketplace_label_request" ("order_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_request_next_attempt_at" ON "marketplace_label_request" ("next_attempt_at") WHERE deleted_at IS NULL;`);

    this.addSql(`create table if not exists "marketplace_label_rule" ("id" text not null, "account_id" text not null, "position" integer not null, "name" text not null, "is_enabled" boolean not null default true, "match" jsonb not null, "option_code" text not null, "contract_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_rule_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_rule_deleted_at" ON "marketplace_label_rule" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_rule_account_id_position" ON "marketplace_label_rule" ("account_id", "position") WHERE deleted_at IS NULL;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "marketplace_label_account" cascade;`);

    this.addSql(`drop table if exists "marketplace_label_credential" cascade;`);

    this.addSql(`drop table if exists "marketplace_label_news" cascade;`);

    this.addSql(`drop table if exists "marketplace_label_parcel" cascade;`);

    this.addSql(`drop table if exists "marketplace_label_request" cascade;`);

    this.addSql(`drop table if exists "marketplace_label_rule" cascade;`);
  }

}
