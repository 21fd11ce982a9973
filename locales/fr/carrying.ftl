carrying-link = Reprendre les réponses d’une campagne précédente
carrying-admin-title = Réponses d’une campagne précédente pour { $round }
carrying-admin-text = Ce que les services ont envoyé en dernier lors d’une campagne précédente du même questionnaire peut servir de départ à leurs réponses de cette campagne. Chaque réponse reprise est signalée ; les personnes la confirment ou la modifient avant de pouvoir envoyer. Seules les réponses que personne n’a commencées sont remplies. Les services sollicités plus tard reçoivent les leurs à la première ouverture. Les exports indiquent pour chaque réponse si elle est la même, modifiée ou nouvelle depuis lors.
carrying-from = Reprendre les réponses de
carrying-known = Les réponses de cette campagne viennent de { $from }. Recommencer remplit les réponses ajoutées depuis.
carrying-would = Ce qui serait repris de { $from }
carrying-started = Réponses de services remplies
carrying-answers = Réponses reprises
carrying-silent = Non commencées, sans rien à reprendre
carrying-begun = Déjà commencées, laissées telles quelles
carrying-answers-caption = Réponses reprises, par question
carrying-changed = Ce qui a changé dans la question
carrying-left-caption = Réponses qui ne sont pas reprises
carrying-left-unasked = La question n’est plus posée, ou n’accepte pas la réponse.
carrying-left-own = Les fichiers et les attestations sont donnés à nouveau chaque fois.
carrying-warning = Les personnes voient les réponses dès qu’elles ouvrent la leur. Aucun message ne leur est envoyé.
carrying-button = Remplir avec ces réponses
carrying-none = Il n’y a pas de campagne précédente du même questionnaire.
carrying-closed = La campagne est close : plus rien ne peut être repris.
carrying-other = Quelqu’un a repris entre-temps les réponses d’une autre campagne. Vous n’avez rien modifié ; ce qui vaut maintenant figure ci-dessous.
carrying-done = { $count ->
    [one] { $count } réponse de service a été remplie.
   *[other] { $count } réponses de services ont été remplies.
}
carrying-mark = Repris de { $round } : à confirmer ou à modifier
carrying-title = Réponses reprises de { $round }
carrying-text = Votre service avait donné ces réponses. Parcourez-les section par section : confirmez ce qui vaut encore, modifiez le reste. Vous pourrez envoyer quand il n’en restera plus.
carrying-first = { $count ->
    [one] Confirmer { $count } réponse reprise
   *[other] Confirmer { $count } réponses reprises
}
carrying-count = { $count ->
    [one] { $count } réponse à confirmer
   *[other] { $count } réponses à confirmer
}
carrying-confirm-section = Tout confirmer tel quel
carrying-look = Voir la section
carrying-each = Afficher ces réponses une par une
carrying-page = { $count ->
    [one] { $count } réponse de cette page est reprise de { $round }. Modifiez-la si elle ne vaut plus, puis enregistrez et confirmez.
   *[other] { $count } réponses de cette page sont reprises de { $round }. Modifiez celles qui ne valent plus, puis enregistrez et confirmez.
}
carrying-confirm-page = { $count ->
    [one] Enregistrer et confirmer la réponse reprise
   *[other] Enregistrer et confirmer les { $count } réponses reprises
}
audit-round-carry = Réponses reprises d’une campagne précédente
audit-response-carry = Réponse remplie avec des réponses antérieures
