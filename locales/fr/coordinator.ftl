# Le bureau de la personne qui coordonne : qui est sollicité pour quoi, et où chacun en est.

coordinator-rounds = Campagnes
coordinator-deadline = Réponse attendue avant le { $deadline }
coordinator-next-wait = La campagne n’a pas encore commencé.
coordinator-next-invite = À faire : inviter vos services.
coordinator-next-follow = À faire : suivre vos services et relancer ceux qui sont en retard.
coordinator-next-review = À faire : relire ce qui a été envoyé.
coordinator-next-sign = À faire : rédiger et valider la réponse de votre région.
coordinator-next-over = La campagne n’accepte plus de réponses.
coordinator-invite = Inviter des services
coordinator-answer = La réponse de la région
coordinator-not-open = Cette campagne n’accepte pas de réponses en ce moment : personne ne peut être invité, relancé ni chargé d’une section. Tout ce qui a été répondu est conservé.

coordinator-departments = Services
coordinator-totals = { $asked } sollicités, { $submitted } envoyés, { $accepted } acceptés, { $returned } renvoyés, { $overdue } en retard
coordinator-remind-overdue = { $count ->
    [one] Relancer le service en retard
   *[other] Relancer les { $count } services en retard
}
coordinator-matrix = Services et sections
coordinator-matrix-text = Une ligne par service, une colonne par section. Choisissez un service pour confier ses sections à des personnes et fixer des dates. Les heures sont en UTC.
coordinator-due = Prochaine échéance
coordinator-ready = { $ready } sur { $asked } prêtes
coordinator-people = { $count ->
    [one] { $count } personne invitée
   *[other] { $count } personnes invitées
}
coordinator-nobody = Personne n’est invité
coordinator-review = Relire les réponses
coordinator-total = Tous les services
coordinator-legend = Sections
coordinator-none-yet = Aucun service de votre région n’est encore sollicité.
coordinator-overdue = En retard
coordinator-unasked = répondue sans être demandée

coordinator-state-not-asked = Non demandée
coordinator-state-not-relevant = Sans objet
coordinator-state-not-started = Non commencée
coordinator-state-in-progress = En cours
coordinator-state-complete = Terminée
coordinator-state-submitted = Envoyée
coordinator-state-returned = Renvoyée
coordinator-state-accepted = Acceptée

coordinator-done-invited = { $count ->
    [one] { $count } invitation est en route.
   *[other] { $count } invitations sont en route.
}
coordinator-done-reminded = { $count ->
    [0] Personne n’a été relancé.
    [one] { $count } personne a été relancée.
   *[other] { $count } personnes ont été relancées.
}
coordinator-done-soon = { $count ->
    [one] { $count } personne a déjà été relancée dans les 20 dernières heures et ne reçoit pas de nouveau message si tôt.
   *[other] { $count } personnes ont déjà été relancées dans les 20 dernières heures et ne reçoivent pas de nouveau message si tôt.
}
coordinator-done-unwanted = { $count ->
    [one] { $count } personne ne souhaite pas de relance ou ne peut pas se connecter. Un appel peut aider.
   *[other] { $count } personnes ne souhaitent pas de relance ou ne peuvent pas se connecter. Un appel peut aider.
}
coordinator-done-changed = Le changement est fait ; les personnes concernées ont été prévenues par courriel.
coordinator-done-withdrawn = Cette section n’est plus demandée au service. Ce qu’il y a répondu est conservé.
coordinator-done-sent = Un nouveau lien est en route. Les liens précédents ne fonctionnent plus.
coordinator-done-revoked = L’invitation est révoquée. Ce dont cette personne était chargée revient au service.

coordinator-choose-title = Quels services ?
coordinator-choose-text = Choisissez-en un ou plusieurs. À la page suivante, vous indiquez à qui écrire, quelles sections leur sont demandées et pour quand.
coordinator-choose-known = Services de votre région
coordinator-choose-new = Un nouveau service
coordinator-choose-new-hint = Selon son type : les sections qui lui conviennent sont proposées. Vous lui donnez un nom à la page suivante.
coordinator-choose-button = Continuer
coordinator-already = déjà sollicité
coordinator-already-text = Ce service est déjà sollicité. Invitez ici d’autres personnes ou demandez-lui d’autres sections. Les dates fixées restent ; vous les changez sur la page du service. Une personne déjà invitée reçoit un nouveau lien.
coordinator-invite-text = Chacun reçoit son propre message, dans sa langue, avec un lien qui fonctionne une seule fois. La date limite de votre région est le { $deadline } (UTC).
coordinator-invite-button = Envoyer les invitations
coordinator-new-department = Nouveau service
coordinator-name = Nom du service
coordinator-names = Son nom dans d’autres langues
coordinator-kind-choose = Choisissez un type
coordinator-whom = À qui écrire
coordinator-whom-hint = Une adresse suffit. Plusieurs personnes peuvent répondre ensemble. Les lignes vides sont ignorées.
coordinator-person = Personne { $number }
coordinator-email = Adresse électronique
coordinator-more-people = Une autre personne
coordinator-sections = Sections
coordinator-sections-hint = Celles-ci leur sont demandées. Les autres leur restent ouvertes, et rien n’y est obligatoire.
coordinator-suggested = Proposée pour ce type de service
coordinator-due-optional = Échéance (facultative)
coordinator-due-hint = Au plus tard le { $day }, la date limite. Sans échéance, la date limite s’applique.
coordinator-message = Votre message (facultatif)
coordinator-message-hint = Il figure tel quel dans chaque invitation ; le texte qui l’entoure est dans la langue de chaque personne.

coordinator-wrong-twice = « { $value } » figure deux fois dans ce formulaire
coordinator-wrong-department = Ce service ne fait plus partie de votre région
coordinator-wrong-name = Indiquez le nom du service
coordinator-wrong-name-long = Indiquez un nom de 200 caractères au plus, sur une ligne
coordinator-wrong-name-taken = Votre région a déjà un service « { $value } » : choisissez-le à la page précédente
coordinator-wrong-kind = Choisissez un type
coordinator-wrong-email = « { $value } » n’est pas une adresse électronique
coordinator-wrong-email-missing = Indiquez l’adresse électronique de { $value }
coordinator-wrong-doubled = « { $value } » figure deux fois
coordinator-wrong-language = « { $value } » n’est pas une langue dans laquelle les messages sont écrits
coordinator-wrong-no-people = Indiquez au moins une adresse électronique
coordinator-wrong-sections = Choisissez au moins une section
coordinator-wrong-due = « { $value } » n’est pas une date
coordinator-wrong-due-past = L’échéance est passée
coordinator-wrong-due-late = L’échéance dépasse la date limite de votre région
coordinator-wrong-message = Raccourcissez le texte
coordinator-wrong-stale = Quelqu’un a modifié cette section depuis que vous avez ouvert la page. Rien n’a été écrasé : comparez, puis enregistrez à nouveau ou laissez ainsi.
coordinator-wrong-submitted = Le service a envoyé sa réponse entre-temps : ses sections restent telles quelles. Renvoyez la réponse si quelque chose doit être corrigé.
coordinator-wrong-last = C’est la seule section demandée à ce service. Révoquez plutôt ses invitations.
coordinator-wrong-person = Cette personne n’est plus invitée pour ce service

coordinator-people-title = Personnes
coordinator-invited = Invitation du { $at }, pas encore ouverte
coordinator-opened = Ouverte le { $at }
coordinator-expires = lien valable jusqu’au { $at }
coordinator-revoked = Révoquée le { $at }
coordinator-reminded = Relance du { $at }.
coordinator-reminded-soon = Pas de nouvelle relance avant 20 heures.
coordinator-sees-to = { $count ->
    [one] Chargée de { $count } section
   *[other] Chargée de { $count } sections
}
coordinator-resend = Renvoyer le lien
coordinator-revoke = Révoquer l’invitation
coordinator-remind = Relancer ce service
coordinator-add-people = Inviter d’autres personnes de ce service
coordinator-sections-text = Une section peut être confiée à tout le service, à une personne, ou passer à un autre service. Les personnes concernées sont prévenues par courriel.
coordinator-for = Pour { $who }
coordinator-for-you = Pour vous
coordinator-for-department = Pour tout le service
coordinator-other-department = Passer à un autre service
coordinator-due-by = échéance { $due }
coordinator-not-asked-text = Non demandée ; ouverte au service malgré tout
coordinator-answered = Dernière réponse le { $at }
coordinator-given-by = Fixé par { $who }, le { $at }
coordinator-change = Modifier
coordinator-ask = Demander cette section
coordinator-who = Qui s’en charge
coordinator-note = Note à leur intention (facultative)
coordinator-save = Enregistrer
coordinator-withdraw = Ne plus la demander
coordinator-withdraw-text = La section reste ouverte au service, mais rien n’y est obligatoire.
coordinator-withdraw-kept = Le service a des réponses dans cette section. Elles sont conservées et restent dans sa réponse ; plus rien ne lui est demandé.
coordinator-theirs = Ce qui est enregistré
coordinator-yours = Ce que vous avez saisi

coordinator-others-title = Ouvertes à vous aussi, facultatives
coordinator-others-text = Ces sections n’ont pas été demandées à votre service. Vous pouvez y répondre ; rien n’y est obligatoire.

mail-invitation-words = { $who } vous écrit :
mail-invitation-sections = Ces sections vous sont demandées ; les autres vous restent ouvertes :
mail-notice-subject-withdrawn = { $round } : « { $what } » ne vous est plus confié
mail-notice-text-withdrawn = quelqu’un d’autre est désormais chargé de « { $what } » dans « { $round } », ou cette partie n’est plus demandée à { $whom }. Ce qui y a été répondu est conservé.
link-open-whose = Cette invitation a été envoyée à { $email }, pour répondre au nom de { $department }. Qui l’ouvre répond à la place de cette personne. Si elle vous a été transférée, demandez votre propre invitation à la coordination de votre région.
coordinator-merge-signed = Cette région a sa propre réponse dans { $value } : elle reste. Fusionnez l’autre avec elle
mail-kind-withdrawn = Section retirée
