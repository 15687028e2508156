import { sha256Hex } from '#kit/crypto.ts'
import enhance from './scripts/enhance.browser.js'
import alerts from './styles/alerts.css'
import annual from './styles/annual.css'
import apply from './styles/apply.css'
import base from './styles/base.css'
import cards from './styles/cards.css'
import compare from './styles/compare.css'
import document from './styles/document.css'
import duties from './styles/duties.css'
import elder from './styles/elder.css'
import forms from './styles/forms.css'
import frame from './styles/frame.css'
import home from './styles/home.css'
import kiosk from './styles/kiosk.css'
import lists from './styles/lists.css'
import parts from './styles/parts.css'
import print from './styles/print.css'
import search from './styles/search.css'
import side from './styles/side.css'
import small from './styles/small.css'
import text from './styles/text.css'
import tags from './styles/tags.css'
import tokens from './styles/tokens.css'
import touch from './styles/touch.css'

/** The one style sheet, under an address that changes with its content. */
export const stylesheet = [
  tokens,
  base,
  frame,
  elder,
  alerts,
  parts,
  home,
  lists,
  side,
  tags,
  search,
  text,
  document,
  compare,
  duties,
  annual,
  small,
  touch,
  cards,
  forms,
  apply,
  kiosk,
  print,
]
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s*\n\s*/g, '\n')
  .trim()

export const stylesheetPath = `/assets/portal-${sha256Hex(stylesheet).slice(0, 10)}.css`

/** A plain mark in the brand's blue: an open leaf. No emblem (国徽) is drawn by us. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#0f4c81"/><path d="M8 7h10l6 6v12H8z" fill="#fff"/><path d="M11 16h10M11 20h10M11 12h5" stroke="#0f4c81" stroke-width="2"/></svg>'

/** The one script: what a browser adds to pages that are whole without it (reading aloud, printing, the clock of a kiosk). */
export const scriptPath = `/assets/portal-${sha256Hex(enhance).slice(0, 10)}.js`

/** A large pointer (工信部适老化通用设计规范): black with a white edge. */
const pointer =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><path d="M4 4v46l12-11 8 20 9-4-8-19h17z" fill="#000" stroke="#fff" stroke-width="3"/></svg>'

/** Path, type, content, and whether its address changes with it. */
export const fixedAssets: readonly (readonly [string, string, string, boolean])[] = [
  [stylesheetPath, 'text/css; charset=utf-8', stylesheet, true],
  [scriptPath, 'text/javascript; charset=utf-8', enhance, true],
  ['/assets/pointer.svg', 'image/svg+xml', pointer, false],
  ['/assets/icon.svg', 'image/svg+xml', icon, false],
  ['/favicon.ico', 'image/svg+xml', icon, false],
]
