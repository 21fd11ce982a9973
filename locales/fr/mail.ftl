# Les messages qui ne sont pas dans main.ftl, et les pages sur les messages.
-institution = Periplus
mail-institution = { -institution }
mail-footer = Un programme a écrit ce message pour { -institution }. Vous pouvez y répondre : une personne lira votre réponse.
mail-reminder-subject = Rappel : { $round }, { $department }
mail-reminder-waits = Les réponses de { $department } à « { $round } » n’ont pas encore été envoyées. Ce que vous avez enregistré est conservé.
mail-reminder-deadline = Merci de les envoyer au plus tard le { $deadline }.
mail-reminder-done = Si quelqu’un de votre service les a envoyées entre-temps, vous n’avez rien à faire.
mail-reminder-unsubscribe = Ne plus recevoir de rappels de cette campagne
mail-test-subject = Message d’essai
mail-test-text = Quelqu’un du secrétariat a demandé ce message pour voir si les messages arrivent. Vous n’avez rien à faire.
mail-test-link = Ouvrir le site
mail-sample-round = Action extérieure 2027
mail-sample-department = Direction de la pêche
mail-sample-token = exemple
