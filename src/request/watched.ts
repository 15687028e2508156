import type { Actor } from '#kit/actor.ts'
import type { Work, WorkList } from '#kit/worklist/work.ts'

type Row = { readonly work: Omit<Work, 'kind'>; readonly isTurn: boolean }

/** 待办: rows whose turn is this person's; 督办: what is yellow or red of the bodies that this person leads or keeps the openness of. */
export const turnsOrWatched =
  (rowsFor: (actor: Actor) => Promise<readonly Row[]>) =>
  async (list: WorkList, actor: Actor): Promise<Omit<Work, 'kind'>[]> => {
    if (list === 'todo') return (await rowsFor(actor)).filter(r => r.isTurn).map(r => r.work)
    const roles = actor.roles.filter(r => r.role === 'opennessOfficer' || r.role === 'leader')
    return (await rowsFor({ ...actor, roles }))
      .map(r => r.work)
      .filter(w => w.light === 'red' || w.light === 'yellow')
  }
