# Rappels d’une campagne et tableau de bord du secrétariat

reminding-mail-returned = Les réponses de { $department } à « { $round } » vous ont été renvoyées pour être complétées et n’ont pas encore été renvoyées. Ce que vous avez enregistré est conservé.
reminding-mail-late = La date limite était le { $deadline }. Les réponses sont encore acceptées jusqu’au { $until } et seront signalées comme tardives.
reminding-title = Rappels
reminding-dashboard = Tableau de bord
reminding-dashboard-title = Tableau de bord : { $round }
reminding-figure-asked = { $count ->
    [1] service sollicité
   *[other] services sollicités
}
reminding-figure-opened = l’ont ouvert
reminding-figure-started = ont commencé
reminding-figure-submitted = ont envoyé ({ $share } %)
reminding-figure-returned = ont été renvoyés à compléter
reminding-figure-accepted = sont acceptés
reminding-figure-late = ont envoyé en retard
reminding-figure-signed = régions sur { $regions } ont validé
reminding-download = Télécharger la participation (CSV)
reminding-on-this-page = Sur cette page
reminding-regions = Régions
reminding-tiles = Régions par pays
reminding-tiles-text = Chaque case est une région : son état, et combien de ses services ont envoyé leurs réponses.
reminding-missing = Qui est en retard
reminding-calls = Qui appeler
reminding-commission = Commission géographique
reminding-sort = Trier par
reminding-show = Afficher
reminding-filtered = { $regions } régions sur { $all } sont affichées : { $asked } services sollicités, { $submitted } envois ({ $share } %).
reminding-unfilter = Afficher toutes les régions
reminding-tick-all = Cocher les { $count } régions affichées
reminding-regions-caption = Régions et leurs services (heures UTC)
reminding-choose = Choisir
reminding-column-share = Part
reminding-column-returned = Renvoyés
reminding-column-late = En retard
reminding-column-invited = Invité
reminding-people = Personnes
reminding-bulk-text = Cochez des régions pour relancer leurs services qui n’ont pas encore envoyé leurs réponses, ou pour accepter celles qui l’ont été. Vous verrez qui est concerné avant toute action.
reminding-bulk-remind = Relancer …
reminding-bulk-accept = Accepter …
reminding-no-region = Aucune région ne correspond.
reminding-choose-regions = Cochez au moins une région
reminding-stage-unshared = Aucun service invité
reminding-stage-unopened = Pas ouvert
reminding-stage-opened = Ouvert
reminding-stage-started = En cours
reminding-stage-submitted = Tout envoyé
reminding-stage-accepted = Tout accepté
reminding-stage-signed = Validé
reminding-list-not-opened = Pas ouvert
reminding-list-not-started = Pas commencé
reminding-list-not-submitted = Pas envoyé
reminding-most-listed = { $count } services au plus sont listés ici ; le fichier les contient tous.
reminding-none-missing = Personne.
reminding-bounced = adresse non valable
reminding-coordinators = Coordination
reminding-behind = Services qui n’ont pas envoyé leurs réponses
reminding-no-calls = Personne à appeler pour le moment.
reminding-call-no-coordinator = Personne ne coordonne la région.
reminding-call-unshared = Sollicitée il y a { $days } jours, et aucun service n’est invité.
reminding-call-bounced = Les courriels à { $addresses } reviennent.
reminding-call-unopened = { $departments ->
    [1] Un service ne l’a pas ouvert depuis { $days } jours.
   *[other] { $departments } services ne l’ont pas ouvert, depuis { $days } jours au plus.
}
reminding-call-near = { $days ->
    [0] La date limite est dans moins d’un jour ; non envoyés : { $departments }.
    [1] La date limite est dans un jour ; non envoyés : { $departments }.
   *[other] La date limite est dans { $days } jours ; non envoyés : { $departments }.
}
reminding-call-overdue = La date limite est passée ; non envoyés : { $departments }.
reminding-accept-title = Accepter des réponses : { $round }
reminding-accept-text = Ces réponses ont été envoyées et n’ont aucune question ouverte. Chacune est acceptée séparément, telle qu’elle est maintenant.
reminding-accept-button = { $count ->
    [1] Accepter une réponse
   *[other] Accepter { $count } réponses
}
reminding-accept-none = Aucune réponse de ces régions ne peut être acceptée pour le moment.
reminding-accepted = { $count ->
    [0] Aucune réponse n’a été acceptée.
    [1] Une réponse a été acceptée.
   *[other] { $count } réponses ont été acceptées.
}
reminding-blocked = Ne peuvent pas être acceptées
reminding-blocked-queries = { $count ->
    [1] une question est ouverte
   *[other] { $count } questions sont ouvertes
}
reminding-blocked-newer = le service a renvoyé ses réponses depuis ; consultez-les à nouveau
reminding-blocked-returned = elle a été renvoyée au service entre-temps
reminding-blocked-accepted = quelqu’un l’a acceptée entre-temps
reminding-blocked-gone = elle n’existe plus
reminding-text = Les rappels vont aux personnes invitées dont le service n’a pas envoyé ses réponses, ou doit les compléter ; dans leur langue, avec un nouveau lien, selon la date limite de leur région.
reminding-quiet = Rien ne part de { $from } à { $until }, heure de la région : l’envoi attend la fin de cette plage.
reminding-no-quiet = Il n’y a pas d’heures de silence.
reminding-settings = Réglages de la campagne
reminding-plan = Calendrier
reminding-no-plan = Aucun rappel n’est prévu.
reminding-days-before = { $count ->
    [1] Un jour avant la date limite
   *[other] { $count } jours avant la date limite
}
reminding-days-on = À la date limite
reminding-days-after = { $count ->
    [1] Un jour après la date limite
   *[other] { $count } jours après la date limite
}
reminding-remove = Retirer
reminding-days = Jours
reminding-when = Avant ou après
reminding-before = avant la date limite
reminding-after = après la date limite, tant que les réponses tardives sont acceptées
reminding-add = Ajouter un rappel
reminding-days-wrong = Indiquez les jours par un nombre de 0 à 366
reminding-days-many = Le calendrier est plein. Retirez d’abord un rappel
reminding-days-there = Ce rappel figure déjà au calendrier
reminding-coming = À venir
reminding-coming-caption = Les prochains rappels, si rien ne change (heures UTC)
reminding-column-reminder = Rappel
reminding-column-first = Premier
reminding-column-last = Dernier
reminding-none-coming = Aucun rappel à venir.
reminding-now = Relancer maintenant
reminding-would = { $count ->
    [0] Personne ne serait relancé.
    [1] Une personne serait relancée.
   *[other] { $count } personnes seraient relancées.
}
reminding-done = { $count ->
    [0] Personne n’a été relancé.
    [1] Une personne est relancée.
   *[other] { $count } personnes sont relancées.
}
reminding-count-later = Dont en heures de silence, envoi à leur fin : { $count }
reminding-count-refused = Ne veulent pas de rappels : { $count }
reminding-count-bounced = Ont une adresse non valable : { $count }
reminding-count-lately = Ont été relancées dans les 12 dernières heures : { $count }
reminding-count-over = Relèvent de régions dont le délai est écoulé : { $count }
reminding-whom = Qui
reminding-everywhere = Toutes les personnes qui n’ont pas envoyé
reminding-in-regions = Toutes les personnes qui n’ont pas envoyé dans :
reminding-now-continue = Continuer
reminding-now-button = Relancer maintenant
reminding-now-title = Relancer : { $round }
reminding-not-running = La campagne n’accepte pas de réponses en ce moment : personne n’est relancé.
reminding-sent = Envois effectués
reminding-sent-caption = Rappels par jour, les plus récents d’abord (heures UTC)
reminding-by-hand = À la main
reminding-none-sent = Rien n’a encore été envoyé.
reminding-refusals = Qui ne veut pas de rappels
reminding-refusals-text = Ces personnes restent invitées et peuvent répondre.
reminding-no-refusals = Personne.
audit-reminders-send = Rappels envoyés
audit-reminders-now = Rappels envoyés à la main
audit-reminders-plan = Calendrier des rappels modifié
