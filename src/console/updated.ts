type Kept = Pick<Storage, 'getItem' | 'setItem'>
type Tools = { readonly kept: Kept; readonly now: () => number; readonly reload: () => void }

const name = 'zhaoming.reread'
/** Milliseconds within which a page that was read anew is not read anew again. */
const pause = 60_000

/**
 * After an update of the product a window that stayed open asks for parts of the old one, which are gone (Vite tells of it as
 * `vite:preloadError`): the page is read anew, once. Where that does not help, the error is shown as any other.
 */
export function rereadAfterUpdate(page: EventTarget, { kept, now, reload }: Tools): void {
  page.addEventListener('vite:preloadError', event => {
    if (now() - Number(kept.getItem(name) ?? 0) < pause) return
    kept.setItem(name, String(now()))
    event.preventDefault()
    reload()
  })
}
