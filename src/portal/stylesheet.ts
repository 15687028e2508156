import { sha256Hex } from '#kit/crypto.ts'
import base from './styles/base.css'
import cards from './styles/cards.css'
import document from './styles/document.css'
import frame from './styles/frame.css'
import home from './styles/home.css'
import lists from './styles/lists.css'
import parts from './styles/parts.css'
import print from './styles/print.css'
import side from './styles/side.css'
import small from './styles/small.css'
import text from './styles/text.css'
import tokens from './styles/tokens.css'

/** The one style sheet, under an address that changes with its content. */
export const stylesheet = [tokens, base, frame, parts, home, lists, side, text, document, small, cards, print]
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s*\n\s*/g, '\n')
  .trim()

export const stylesheetPath = `/assets/portal-${sha256Hex(stylesheet).slice(0, 10)}.css`

/** A plain mark in the brand's blue: an open leaf. No emblem (国徽) is drawn by us. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#0f4c81"/><path d="M8 7h10l6 6v12H8z" fill="#fff"/><path d="M11 16h10M11 20h10M11 12h5" stroke="#0f4c81" stroke-width="2"/></svg>'
