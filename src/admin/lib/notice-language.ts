/** Of the languages in which notices are written, the one for a user of the admin. */
export const noticeLanguage = (adminLanguage: string): "en" | "fr" =>
  adminLanguage.startsWith("fr") ? "fr" : "en"
