import { useEffect, useEffectEvent } from 'react'
import { commandOf, isTyping, type Command } from './keys.ts'

const place = 'zhaoming.keys'

/** Single-key shortcuts can be switched off (WCAG 2.1.4): speech input and shaking hands press them unmeant. */
export function keysOn(): boolean {
  try {
    return localStorage.getItem(place) !== 'off'
  } catch {
    return true
  }
}

export function setKeysOn(on: boolean): void {
  try {
    localStorage.setItem(place, on ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing keeps the default.
  }
}

/** Runs a command when its key is pressed outside text and outside dialogs. */
export function useKeys(handlers: Partial<Record<Command, () => void>>): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null
    if (!keysOn() || event.defaultPrevented) return
    if (
      target?.closest(
        '[role="dialog"], [role="menu"], [role="listbox"], [role="tablist"], [role="radiogroup"]',
      )
    )
      return
    const command = commandOf(event, isTyping(target))
    const handler = command ? handlers[command] : undefined
    if (!handler) return
    event.preventDefault()
    handler()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
