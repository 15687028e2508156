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

/** The copy this person keeps here under this name. A browser that refuses storage answers null. */
export async function readLocal<D>(staff: number, name: string): Promise<LocalCopy<D> | null> {
  try {
    return (
      ((await within('readonly', store => store.get(keyOf(staff, name)))) as LocalCopy<D> | undefined) ?? null
    )
  } catch {
    return null
  }
}

/** Keeps a copy; false when the browser refuses (private window, full disk). */
export async function keepLocal<D>(staff: number, name: string, copy: LocalCopy<D>): Promise<boolean> {
  try {
    await within('readwrite', store => store.put(copy, keyOf(staff, name)))
    return true
  } catch {
    return false
  }
}

export async function dropLocal(staff: number, name: string): Promise<void> {
  await within('readwrite', store => store.delete(keyOf(staff, name))).catch(() => {})
}

/** Removes everything this person keeps on this machine, on leaving: the machine may be shared. */
export async function clearLocal(staff: number): Promise<void> {
  await within('readwrite', store => store.delete(IDBKeyRange.bound(`${staff}/`, `${staff}/\uffff`))).catch(
    () => {},
  )
}
