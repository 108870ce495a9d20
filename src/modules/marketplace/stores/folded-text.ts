const ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿØøŁłĐđŒÆ"
const PLAIN = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyyoollddœæ"

const LIGATURES = { œ: "oe", æ: "ae", ß: "ss" }

/** A text in SQL in lower case and without accents; not every locale of a database lowers accented letters. */
export const foldedText = (text: string) =>
  Object.entries(LIGATURES).reduce(
    (folded, [letter, letters]) => `replace(${folded}, '${letter}', '${letters}')`,
    `lower(translate(${text}, '${ACCENTED}', '${PLAIN}'))`
  )

/** What a folded text with this folded word is like. */
export const likeWord = (word: string) => `%${word.replace(/[^a-z0-9]+/g, "%")}%`

/** What any text with this folded word is like: a letter that can have an accent is any. Quicker, and finds more. */
export const likeAnyAccent = (word: string) =>
  `%${word
    .replace(/oe|ae|ss/g, "%")
    .replace(/[aceildnouy]/g, "_")
    .replace(/[^a-z0-9_]+/g, "%")}%`
