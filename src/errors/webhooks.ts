/** Why a request to the webhooks' address is refused. */
export const webhookErrors = {
  delivery_unsigned: {
    status: 401,
    transient: false,
    sentence: 'The delivery is not signed.',
    next: 'Give the webhook in Bitbucket the secret that the connection shows.',
  },
  delivery_bad_signature: {
    status: 401,
    transient: false,
    sentence: 'The signature of the delivery is not made with the secret of the webhook.',
    next: 'Compare the secret of the webhook in Bitbucket with that of the connection, or rotate it.',
  },
  delivery_unknown: {
    status: 404,
    transient: false,
    sentence: 'No webhook belongs to this address.',
    next: 'Compare the address of the webhook in Bitbucket with the one that the connection shows.',
  },
  delivery_bad_address: {
    status: 403,
    transient: false,
    sentence: 'Deliveries are not taken from this network.',
    next: 'Add the network to WINDLASS_WEBHOOK_ADDRESSES; behind a proxy, set WINDLASS_TRUST_PROXY.',
  },
  delivery_malformed: {
    status: 400,
    transient: false,
    sentence: 'The delivery is not one of Bitbucket: its headers do not say what it is.',
    next: 'Send it with the headers X-Event-Key and Content-Type: application/json, and not compressed.',
  },
} as const
