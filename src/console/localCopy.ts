import type { LocalCopy } from './autosave.ts'

const database = 'zhaoming'
const shelf = 'drafts'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(shelf)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

async function within<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(shelf, mode)
      const request = work(transaction.objectStore(shelf))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    db.close()
  }
}

const keyOf = (staff: number, name: string) => `${staff}/${name}`

const hurried = 'zhaoming.draft.'

function readHurried<D>(key: string): LocalCopy<D> | null {
  try {
    const text = localStorage.getItem(hurried + key)
    return text === null ? null : (JSON.parse(text) as LocalCopy<D>)
  } catch {
    return null
  }
}

function dropHurried(wanted: (key: string) => boolean): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(hurried) && wanted(name.slice(hurried.length))) localStorage.removeItem(name)
  } catch {
    // A browser that refuses storage has nothing to remove.
  }
}

/**
 * Keeps a copy before the window is gone: IndexedDB answers later than a closing window lives, localStorage at once.
 * False when the browser refuses or the text is larger than it takes (about five million characters).
 */
export function keepLocalNow<D>(staff: number, name: string, copy: LocalCopy<D>): boolean {
  try {
    localStorage.setItem(hurried + keyOf(staff, name), JSON.stringify(copy))
    return true
  } catch {
    return false
  }
}

/** The newest copy this person keeps here under this name. A browser that refuses storage answers null. */
export async function readLocal<D>(staff: number, name: string): Promise<LocalCopy<D> | null> {
  const key = keyOf(staff, name)
  const last = readHurried<D>(key)
  try {
    const kept = (await within('readonly', store => store.get(key))) as LocalCopy<D> | undefined
    return kept && (!last || kept.at >= last.at) ? kept : last
  } catch {
    return last
  }
}

/** Keeps a copy; false when the browser refuses (private window, full disk). */
export async function keepLocal<D>(staff: number, name: string, copy: LocalCopy<D>): Promise<boolean> {
  try {
    await within('readwrite', store => store.put(copy, keyOf(staff, name)))
    return true
  } catch {
    return keepLocalNow(staff, name, copy)
  }
}

export async function dropLocal(staff: number, name: string): Promise<void> {
  const key = keyOf(staff, name)
  dropHurried(found => found === key)
  await within('readwrite', store => store.delete(key)).catch(() => {})
}

/** Removes everything this person keeps on this machine, on leaving: the machine may be shared. */
export async function clearLocal(staff: number): Promise<void> {
  dropHurried(key => key.startsWith(`${staff}/`))
  await within('readwrite', store => store.delete(IDBKeyRange.bound(`${staff}/`, `${staff}/\uffff`))).catch(
    () => {},
  )
}
