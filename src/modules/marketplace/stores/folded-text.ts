const ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
const PLAIN = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy"

/** A text in SQL in lower case and without accents; not every locale of a database lowers accented letters. */
export const foldedText = (text: string) => `lower(translate(${text}, '${ACCENTED}', '${PLAIN}'))`

/** What a folded text with this folded word is like. */
export const likeWord = (word: string) => `%${word.replace(/[^a-z0-9]+/g, "%")}%`

/** What any text with this folded word is like: a letter that can have an accent is any. Quicker, and finds more. */
export const likeAnyAccent = (word: string) =>
  `%${word.replace(/[aceinouy]/g, "_").replace(/[^a-z0-9_]+/g, "%")}%`
