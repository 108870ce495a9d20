/** What the store sells, as the generator needs it. `price` in euros with tax, `vat` in percent. */
export type CatalogProduct = { sku: string; ean: string; title: string; price: number; vat: number }

const GOODS: [title: string, price: number, vat: number][] = [
  ["Mug en grès bleu", 12.9, 20],
  ["Théière en fonte 0,8 L", 39.9, 20],
  ["Lampe de bureau articulée", 44.99, 20],
  ["Coussin en lin 45 × 45 cm", 24.5, 20],
  ["Plaid en laine recyclée", 59, 20],
  ["Bougie parfumée figuier", 18.9, 20],
  ["Vase soufflé transparent", 34.95, 20],
  ["Horloge murale chêne", 49.9, 20],
  ["Miroir rond 60 cm", 79, 20],
  ["Étagère murale modulable", 89.99, 20],
  ["Tapis coton 120 × 170 cm", 119, 20],
  ["Parure de lit percale", 99.9, 20],
  ["Serviette éponge 70 × 140 cm", 19.95, 20],
  ["Poêle fonte 28 cm", 54.9, 20],
  ["Couteau d’office", 9.99, 20],
  ["Planche à découper hêtre", 22, 20],
  ["Balance de cuisine", 29.9, 20],
  ["Bouilloire col de cygne", 64.9, 20],
  ["Moulin à café manuel", 47.5, 20],
  ["Gourde inox 75 cl", 24.9, 20],
  ["Sac à dos urbain 20 L", 69.9, 20],
  ["Parapluie pliant", 27.99, 20],
  ["Casque audio filaire", 34.99, 20],
  ["Enceinte portable", 59.99, 20],
  ["Chargeur USB-C 65 W", 32.9, 20],
  ["Souris sans fil", 21.9, 20],
  ["Clavier compact AZERTY", 46.9, 20],
  ["Jeu de société coopératif", 29.95, 20],
  ["Puzzle 1 000 pièces", 16.9, 20],
  ["Ballon de football taille 5", 19.9, 20],
  ["Tapis de yoga 6 mm", 26.9, 20],
  ["Chaise pliante de jardin", 39.99, 20],
  ["Arrosoir zinc 5 L", 23.5, 20],
  ["Roman « Le Phare »", 8.5, 5.5],
  ["Cahier de recettes végétales", 19.9, 5.5],
  ["Carnet d’enquêtes jeunesse", 7.9, 5.5],
  ["Miel de lavande 500 g", 11.9, 5.5],
  ["Confiture d’abricot 370 g", 5.9, 5.5],
  ["Huile d’olive vierge 75 cl", 14.9, 5.5],
  ["Thé vert en vrac 100 g", 9.9, 5.5],
]

/** Check digit of an EAN-13 whose first twelve digits are given. */
const checkDigit = (digits: string): number =>
  (10 - ([...digits].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 ? 3 : 1), 0) % 10)) % 10

/** Forty invented products of a French shop (GTIN prefix 2 is never sold), VAT 20 and 5.5 %. The demo's store seeds the same. */
export const DEFAULT_CATALOG: readonly CatalogProduct[] = GOODS.map(([title, price, vat], index) => {
  const number = String(index + 1)
  const digits = `2${number.padStart(11, "0")}`
  return { sku: `MP-${number.padStart(4, "0")}`, ean: `${digits}${checkDigit(digits)}`, title, price, vat }
})
