export * from "../../scripts/store/seed-store"
