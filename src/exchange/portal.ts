import type { Door, PublicPage } from '#portal/page.ts'
import { adapterDoor } from './adapters.ts'
import { apiDoor } from './api.ts'
import { feedPages } from './feeds.ts'
import { tableDoor } from './tables.ts'

/** The open side: feeds, tables, the open interface, and what other systems already know how to read. */
export const exchangePages: readonly PublicPage[] = feedPages
export const exchangeDoors: readonly Door[] = [apiDoor, tableDoor, adapterDoor]
