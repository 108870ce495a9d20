// Runs in a child app: makes a store of the fresh database of an installation.
import type { MedusaContainer } from "@medusajs/framework/types"
import { seedStore, type SeedProduct } from "../../scripts/store/seed-store"

export async function seedFresh({ container }: { container: MedusaContainer }, catalog: SeedProduct[]) {
  await seedStore(container, catalog)
}
