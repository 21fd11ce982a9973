# L’examen d’une réponse : questions en retour, renvoi, acceptation, réouverture.

review-title = Examen : { $department }
review-back = Tous les services de la région
review-questionnaire = Questionnaire
review-submission = Envoi
review-submission-of = Numéro { $revision }, { $when }
review-open-queries = Questions ouvertes
review-is-draft = Cette réponse n’a pas été envoyée. Vous voyez le brouillon dans son état actuel ; il peut encore changer.
review-is-returned = Cette réponse est chez le service, qui peut la corriger. Vous voyez son dernier envoi.
review-is-archived = La campagne est archivée : on ne peut plus rien y demander ni décider.
review-to-decision = Aller à la décision
review-filters = Afficher
review-show-all = Tout
review-show-changed = Modifiées
review-show-queries = Avec questions
review-show-non-answers = Non-réponses
review-compared = Comparé à l’envoi numéro { $revision } : ce qui a changé est marqué avec la réponse précédente.
review-before = Avant
review-now = Maintenant
review-nothing = Rien à afficher ici.
review-gone = N’ont plus de réponse
review-gone-text = Ces réponses figuraient dans l’envoi numéro { $revision } et ne font pas partie de celui-ci.
review-elsewhere = Questions sur des points qui ne sont plus demandés
review-history = Décisions précédentes
review-history-none = Rien n’a encore été décidé.
review-decide = Votre décision
review-return = Renvoyer
review-return-text = Le service reçoit vos motifs par courriel, corrige ses réponses et les envoie à nouveau. Rien de ce qu’il a écrit n’est perdu.
review-reasons = Motifs
review-reasons-hint = Ce qu’il faut corriger, en des termes que le service comprend.
review-return-button = Renvoyer au service
review-accept = Accepter
review-accept-text = Les réponses sont retenues telles quelles et peuvent servir aux résultats. Les questions qui ont reçu une réponse sont closes. Le service en est informé.
review-accept-words = Un mot au service
review-accept-button = Accepter la réponse
review-blocked-link = Les afficher
review-reopen = Rouvrir
review-reopen-text = La réponse a été acceptée. Si vous la rouvrez, elle retourne au service avec vos motifs et ne compte plus parmi les résultats acceptés tant que vous ne l’acceptez pas de nouveau. Cela est consigné.
review-reopen-button = Rouvrir
review-undecidable = Il n’y a rien à décider pour l’instant.
review-typed = Votre texte n’a pas été conservé. Le voici pour que vous puissiez le copier :
review-somebody = quelqu’un
review-for-queries = En raison des questions ouvertes
review-was-returned = Renvoyée (envoi { $revision }).
review-was-accepted = Acceptée (envoi { $revision }).
review-was-reopened = Rouverte (envoi { $revision }).
review-was-requested = Correction demandée par le service (envoi { $revision }).
review-done-returned = La réponse a été renvoyée. Le service en est informé.
review-done-accepted = La réponse a été acceptée. Le service en est informé.
review-done-reopened = La réponse a été rouverte. Le service en est informé.
review-done-asked = La question a été envoyée au service.
review-return-for-queries = { $count ->
    [one] Renvoyer en raison de la question ouverte (sans autre motif)
   *[other] Renvoyer en raison des { $count } questions ouvertes (sans autre motif)
}
review-blocked = { $count ->
    [one] Une question est ouverte. Fermez-la, ou attendez la réponse du service, avant d’accepter.
   *[other] { $count } questions sont ouvertes. Fermez-les, ou attendez les réponses du service, avant d’accepter.
}
review-mail-for-queries = { $count ->
    [one] Une question sur vos réponses attend votre réponse.
   *[other] { $count } questions sur vos réponses attendent votre réponse.
}
review-refused-missing = Écrivez d’abord quelque chose.
review-refused-too-long = Ce texte compte { $given } caractères. Ramenez-le à { $most } au plus.
review-refused-archived = La campagne est archivée : on ne peut plus rien y demander ni décider.
review-refused-newer = Un envoi plus récent est arrivé : vous regardiez le numéro { $shown }, voici le numéro { $found }. Rien n’a été décidé. Lisez-le d’abord.
review-refused-changed = Quelqu’un d’autre a décidé entre-temps : la réponse est maintenant « { $state } ». Votre décision n’a pas été prise.
review-refused-not-now = La réponse est maintenant « { $state } ». Cela n’est pas possible dans cet état.
review-refused-open-queries = { $count ->
    [one] La réponse n’a pas été acceptée : une question est ouverte. Fermez-la, ou attendez la réponse du service.
   *[other] La réponse n’a pas été acceptée : { $count } questions sont ouvertes. Fermez-les, ou attendez les réponses du service.
}
review-refused-no-queries = Plus aucune question n’est ouverte. Donnez vos motifs par écrit.
review-refused-query = La question est maintenant « { $state } ». Cela n’est pas possible dans cet état.
review-refused-unseen = Quelqu’un a écrit depuis que vous avez ouvert cette page. Lisez d’abord ; rien n’a été fermé.
review-refused-asked = La demande a déjà été faite. La coordination n’a pas encore décidé.

query-title = Question sur une réponse
query-is-open = Ouverte
query-is-answered = Répondue
query-is-closed = Close
query-ask = Poser une question sur cette réponse
query-text = Votre question au service
query-send = Envoyer la question
query-said = { $who }, { $when }
query-opened = posée le { $when }
query-link = Échange
query-link-save = Enregistrer et répondre
query-back = Retour à la réponse
query-about = Au sujet de
query-response = Réponse du service
query-correct = Corriger la réponse
query-reply-label = Votre réponse
query-further-label = Une autre question
query-reopen-label = Votre question
query-reply = Répondre
query-further = Demander encore
query-reopen = Rouvrir la question
query-close = Fermer la question
query-close-text = Fermez-la quand il n’y a plus rien à demander.
query-closed-text = Cette question est close.
query-closed-accepted = Cette question est close : la réponse a été acceptée.
query-to-review = Examiner la réponse
queries-title = Questions sur les réponses
queries-none = Il n’y a pas de question ici.
queries-cut = Seules les { $most } plus récentes sont affichées.

hub-queries = Questions sur vos réponses
hub-last-submission = Lire votre dernier envoi
receipt-state = Où en est votre réponse
receipt-correct = Corriger et envoyer à nouveau
receipt-queries = Questions sur vos réponses
receipt-asked = La coordination de votre région a été priée de vous renvoyer cette réponse. Vous recevrez un courriel quand elle aura décidé.
receipt-request = Demander une correction
receipt-request-text = Ce qui a été envoyé peut être corrigé lorsque la coordination de votre région vous le renvoie. Dites ce qui doit changer ; elle le reçoit par courriel.
receipt-request-label = Ce qu’il faut corriger, ou pourquoi vous retirez cette réponse
receipt-request-button = Demander à la coordination

mail-kind-requested = Correction demandée
mail-notice-subject-requested = { $round } : { $whom } demande une correction
mail-notice-text-requested = { $whom } souhaite reprendre sa réponse à « { $round } » pour la corriger. C’est à vous de décider si elle est renvoyée.

audit-response-return = Réponse renvoyée
audit-response-accept = Réponse acceptée
audit-response-reopen = Réponse rouverte
audit-response-request = Correction demandée
audit-query-open = Question posée
audit-query-reply = Réponse à une question
audit-query-ask = Nouvelle demande dans une question
audit-query-close = Question close
audit-query-reopen = Question rouverte
