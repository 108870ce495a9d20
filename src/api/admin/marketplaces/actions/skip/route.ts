import { closeSeveral } from "../close-actions"

export const POST = closeSeveral("skipped")
