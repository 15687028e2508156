import type { ListKind } from './model.ts'

/** Where a body's list stands with what its entries stand beside. */
export const listPath = (slug: string, kind: ListKind): string => `/${slug}/catalog/${kind}-list.html`
