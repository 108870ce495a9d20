import { type LocalText, localText } from "../port"

const text: LocalText = { en: "Shop", fr: "Boutique", de: "Laden", "pt-BR": "Loja" }

it.each([
  ["Acme", "de", "Acme"],
  [text, "de", "Laden"],
  [text, "de-AT", "Laden"],
  [text, "ptBR", "Loja"],
  [text, "pt_br", "Loja"],
  [text, ["es", "fr"], "Boutique"],
  [text, ["es", "*"], "Shop"],
  [text, [], "Shop"],
  [text, "constructor", "Shop"],
  [{ en: "Shop", de: "" }, "de", ""],
])("%j in %j is %j", (given, languages, words) => {
  expect(localText(given, languages)).toBe(words)
})
