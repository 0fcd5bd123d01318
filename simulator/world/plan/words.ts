/** Words to build names from. Every person and company here is invented. */

export const GIVEN_NAMES = (
  'Amara Tomas Ingrid Kenji Lucia Farid Nora Pavel Zanele Hugo Mireille Rohan Sofia Emeka Greta Mateus Yuki Orla Dmitri Leila ' +
  'Björn Chiara Tariq Wanjiru Stefan Anika Diego Helga Omar Priya Quentin Rosa Sven Thandi Ugo Vera Wout Ximena Yara Zoltan'
).split(' ')

export const FAMILY_NAMES = (
  'Okafor Lindqvist Marchetti Tanaka Brandt Haddad Novak Silva Petrov Mbeki Duarte Kowalski Ferreira Nakamura Sorensen Bakker ' +
  'Castellanos Oduya Varga Ibsen Rahimi Moreau Costa Jansen Adeyemi Kaur Fischer Quispe Eklund Barros Dvořák Achterberg Nguyen ' +
  'Wolff Salgado Karlsen Mensah Ricci Holm Yilmaz'
).split(' ')

export const PRODUCTS = (
  'billing ledger checkout catalog search identity session profile shipping tracking pricing invoice refund loyalty coupon ' +
  'inventory warehouse courier notification mailer audit consent document media image report insight forecast planning roster ' +
  'payroll booking calendar ticket support chat gateway webhook scheduler export import archive geo address currency tax fraud risk'
).split(' ')

export const SHAPES = 'api service worker web gateway client sdk jobs ui core adapter bot'.split(' ')

export const VERBS =
  'add fix remove rework speed-up simplify cache validate log trace retry batch split guard document test'.split(
    ' ',
  )

export const THINGS = (
  'order totals,retry budget,session cookie,address form,price rounding,webhook signature,search index,health check,' +
  'audit trail,rate limiter,csv export,login redirect,image resizing,job queue,feature flag,cache key,time zone handling,' +
  'error page,dead letter queue,invoice footer,currency table,password reset,stock reservation,parcel tracking'
).split(',')

export const REMARKS = [
  'Could this be a guard clause? It would save a level of nesting.',
  'Nice, that reads much better now.',
  'What happens when the list is empty?',
  'I would rather not swallow this error.',
  'Do we have a test for the second branch?',
  'This number deserves a name.',
  'Let us keep the old behaviour behind the flag until the next release.',
  'The naming confused me at first: is this the remote or the local clock?',
  'Good catch. Changed.',
  'Agreed, done in the last commit.',
  'Please have a look at the query plan: there is no index on this column.',
  'Works on my machine, and the dashboards look right after the deploy to staging.',
  'We have the same loop in the worker. Shall we share it?',
  'Small thing: the message ends without a full stop.',
]

export const REASONS = [
  'Not needed any more, the vendor fixed it.',
  'We go with the smaller change instead.',
  'Wrong target branch, opened again.',
  'Postponed until after the migration.',
  '',
]
