import { decodePDFRawStream, PDFArray, PDFDocument, type PDFObject, PDFRawStream } from "@cantoo/pdf-lib"
import iconv from "iconv-lite"

const HEX_OR_PLAIN = /<([0-9A-Fa-f]*)>\s*Tj|\(((?:\\.|[^\\)])*)\)\s*Tj/g

/** What each page of a PDF draws, in its own language. */
export const drawnOn = (file: PDFDocument): string[] =>
  file.getPages().map(({ node }) => {
    const contents = node.Contents()
    const streams: (PDFObject | undefined)[] =
      contents instanceof PDFArray ? contents.asArray().map((one) => file.context.lookup(one)) : [contents]
    const text = streams.map((one) =>
      one instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(one).decode()).toString("latin1") : ""
    )
    return text.join("\n")
  })

/** The texts of each page of a PDF, read back from what it draws. */
export const pdfTexts = async (bytes: Uint8Array): Promise<string[][]> =>
  drawnOn(await PDFDocument.load(bytes)).map((text) =>
    [...text.matchAll(HEX_OR_PLAIN)].map(([, hex, plain]) =>
      iconv.decode(hex === undefined ? Buffer.from(plain, "latin1") : Buffer.from(hex, "hex"), "windows-1252")
    )
  )
