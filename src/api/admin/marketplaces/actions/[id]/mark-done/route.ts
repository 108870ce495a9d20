import { closeOne } from "../../close-actions"

export const POST = closeOne("done_elsewhere")
