import { z } from 'zod'
import type { App } from '#kit/http.ts'
import { roleLabels, type Role } from '#people/model.ts'
import { demoBodies, demoStaff } from './bodies.ts'
import { demoPassword } from './people.ts'

const accounts = z.array(
  z.object({ account: z.string(), name: z.string(), roles: z.string(), body: z.string() }),
)

/** The sign-in page of a demonstration offers its accounts. The route does not exist in production. */
export function demoRoutes(): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/demo/accounts', { schema: { response: { 200: accounts } } }, async () =>
      demoBodies.flatMap(b =>
        demoStaff
          .filter(s => s.department !== 'business2' || b.business.length > 1)
          .map(s => ({
            account: `${b.slug}-${s.key}`,
            name: s.name,
            roles: roleLabels[s.role as Role],
            body: b.name,
            password: demoPassword,
          })),
      ),
    )
  }
}
